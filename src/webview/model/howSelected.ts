/** By what the step was chosen whose scores count: in words, and as a mark. */
import type { RunRow } from '../../protocol/results';

export function howText(selectedOn: RunRow['selectedOn']): string {
  switch (selectedOn) {
    case 'validation':
      return 'chosen on validation';
    case 'last':
      return 'the last one';
    case 'oracle':
      return 'chosen on test: an oracle';
    case null:
      return 'not chosen yet';
  }
}

export const howMarks = { validation: 'val.', last: 'last', oracle: 'oracle' } as const;
