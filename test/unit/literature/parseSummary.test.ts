import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { parseSummary } from '../../../src/literature/parseSummary';

const shared = '../shared/summary';
const document = `${shared}/distance-metric-representation-learning.txt`;

interface Expected {
  readonly sections: readonly {
    readonly title: string;
    readonly papers: readonly {
      readonly title: string;
      readonly paper: string;
      readonly mark: string | null;
    }[];
  }[];
  readonly papers: number;
}

describe('parseSummary on a real summary', () => {
  before(function () {
    if (existsSync(document)) return;
    console.log(`      skipped: no ${document}`);
    this.skip();
  });

  it('finds exactly its sections, papers and marks', () => {
    const expected = JSON.parse(readFileSync(`${shared}/expected.json`, 'utf8')) as Expected;
    const { sections } = parseSummary(readFileSync(document, 'utf8'));
    const seen = sections.map(({ title, papers }) => ({
      title,
      papers: papers.map((paper) => ({ title: paper.title, mark: paper.mark })),
    }));
    const wanted = expected.sections.map(({ title, papers }) => ({
      title,
      papers: papers.map((paper) => ({ title: paper.title, mark: paper.mark })),
    }));
    assert.deepEqual(seen, wanted);
    assert.equal(sections.flatMap(({ papers }) => papers).length, expected.papers);
  });
});
