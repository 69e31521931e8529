import type { Outcome } from '../../protocol/outcome';
import { outcomeInWords } from '../../statistics/outcomeInWords';

/** What the library's own runs of its experiment said: not this workspace's. */
export function Recorded({ outcome }: { outcome: Outcome }) {
  const { steps, seeds, backend, device, command } = outcome;
  return (
    <p class="recorded dim">
      <strong>In the library’s own runs:</strong> {outcomeInWords(outcome)}. {steps} steps, seeds{' '}
      {seeds.join(', ')}, on {backend} ({device}). <code>{command}</code>
    </p>
  );
}
