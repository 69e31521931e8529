import type { RunClaim } from '../../protocol/run';
import { replicatesInWords } from '../../statistics/pairedScores';
import type { ClaimVerdict } from '../model/claim';
import { conditionsText } from '../model/comparability';
import { plural, signedText } from '../model/format';
import { trialsText } from '../model/groups';

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
  return (
    <div
      class={verdict && !verdict.group.stale ? `claim claim-${stateOf(verdict).replace(' ', '-')}` : 'claim'}
    >
      {claim && (
        <p>
          <strong>
            {verdict ? `Claim ${stateOf(verdict)}${verdict.group.stale ? ', stale' : ''}.` : 'Claim.'}
          </strong>{' '}
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

const stateOf = ({ verdict }: ClaimVerdict) => verdict.state;

function verdictText({ claim, verdict, group, rival }: ClaimVerdict): string {
  const { replicates, unpaired, interval, seedsToDecide } = verdict;
  const how = interval ? ' (paired t, 95 %)' : '; a single pair decides nothing';
  // Nadeau and Bengio 2003, "Inference for the generalization error".
  const caution = replicates.some(({ fold }) => fold !== null)
    ? ' Folds share classes to train on: the interval over them is rather too narrow.'
    : '';
  const searched = [group, rival].flatMap((one) => {
    const trials = trialsText(one);
    return trials === null ? [] : [` The settings of ${one.variant} are the ${trials}.`];
  });
  const more =
    seedsToDecide === null ? '' : ` By the spread seen, ${plural(seedsToDecide, 'seed')} would decide.`;
  const left =
    unpaired === 0
      ? ''
      : ` Left out: ${plural(unpaired, 'run')} without a partner of the same seed and fold.`;
  return (
    `${claim.better} against ${claim.than} on ${claim.on}: ${signedText(claim.on, verdict)} over ` +
    `${replicatesInWords(replicates)}${how}.${caution}${searched.join('')}${more}${left} ${conditionsText(group.scored[0]!.config)}.` +
    (group.stale ? ' The experiment has changed since.' : '')
  );
}
