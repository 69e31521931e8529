import type { RunClaim } from '../../protocol/run';
import { replicatesInWords } from '../../statistics/pairedScores';
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
  const stale = verdict?.group.stale ?? false;
  return (
    <div class={`claim ${state === null || stale ? '' : `claim-${state.replace(' ', '-')}`}`}>
      {claim && (
        <p>
          <strong>{state === null ? 'Claim.' : `Claim ${state}${stale ? ', stale' : ''}.`}</strong>{' '}
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
  const { replicates, unpaired, interval, seedsToDecide } = verdict;
  const how = interval ? ' (paired t, 95 %)' : '; a single pair decides nothing';
  const more =
    seedsToDecide === null ? '' : ` By the spread seen, ${plural(seedsToDecide, 'seed')} would decide.`;
  const left =
    unpaired === 0
      ? ''
      : ` Left out: ${plural(unpaired, 'run')} without a partner of the same seed and fold.`;
  return (
    `${claim.better} against ${claim.than} on ${claim.on}: ${signedText(claim.on, verdict)} over ` +
    `${replicatesInWords(replicates)}${how}.${more}${left} ${conditionsText(group.scored[0]!.config)}.` +
    (group.stale ? ' The experiment has changed since.' : '')
  );
}
