import type { RunClaim } from '../../protocol/run';
import type { ClaimVerdict } from '../model/claim';
import { conditionsText } from '../model/comparability';
import { plural, signedText } from '../model/format';

interface Props {
  /** The paper's claim in words. */
  readonly text: string | null;
  /** What the experiment claims of two variants. */
  readonly claim: RunClaim | null;
  /** What the runs say of it; null where none can be compared yet. */
  readonly verdict: ClaimVerdict | null;
}

/** What is claimed, and what the runs say of it. */
export function Claim({ text, claim, verdict }: Props) {
  if (text === null && claim === null) return null;
  const state = verdict?.verdict.state ?? null;
  return (
    <div class={`claim ${state === null ? '' : `claim-${state.replace(' ', '-')}`}`}>
      {claim && (
        <p>
          <strong>{state === null ? 'Claim.' : `Claim ${state}.`}</strong>{' '}
          {verdict
            ? verdictText(verdict)
            : `${claim.better} beats ${claim.than} on ${claim.on}. Not yet run with the same seeds.`}
        </p>
      )}
      {text !== null && (
        <p class={claim ? 'dim' : undefined}>
          {!claim && <strong>Claim. </strong>}
          {text}
        </p>
      )}
    </div>
  );
}

function verdictText({ claim, verdict, group }: ClaimVerdict): string {
  const { pairs, interval, pairsToDecide } = verdict;
  const how = interval ? ' (paired t, 95 %)' : '; one seed decides nothing';
  const more = pairsToDecide === null ? '' : ` By the spread seen, ${pairsToDecide} would decide.`;
  const row = group.scored[0]!;
  return (
    `${claim.better} against ${claim.than} on ${claim.on}: ${signedText(claim.on, verdict)} over ` +
    `${plural(pairs, row.split?.fold ? 'run' : 'seed')}${how}.${more} ${conditionsText(row.config)}.`
  );
}
