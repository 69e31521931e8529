import { mutated, seeds } from '../../support/mutatedSummary';
import { checkSummary } from '../../support/summaryLaws';

describe('parseSummary on mutated documents', () => {
  it('reads 3,000 of them into valid summaries without losing a word', () => {
    const documents = seeds();
    for (let number = 0; number < 3000; number += 1) {
      const text = mutated(documents, 1, number);
      try {
        checkSummary(text);
      } catch (error) {
        throw new Error(`document ${number}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
  });
});
