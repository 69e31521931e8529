import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as lab from '../../../src/lab/index';
import type { Outcome } from '../../../src/protocol/outcome';
import { asExperiment } from '../../../src/runner/asExperiment';
import { loadExperiment } from '../../../src/runner/loadExperiment';
import { verdict } from '../../../src/statistics/verdict';

const library = path.resolve('library');

describe("The library's outcomes", () => {
  const ids = readdirSync(library).filter((id) => existsSync(path.join(library, id, 'outcome.json')));

  it('are there for ten experiments or more', () => {
    assert.ok(ids.length >= 10, ids.join(', '));
  });

  for (const id of ids) {
    it(`${id}: of the experiment as it is, and what its scores say`, async () => {
      const outcome = JSON.parse(readFileSync(path.join(library, id, 'outcome.json'), 'utf8')) as Outcome;
      const file = path.join(library, id, 'experiment.ts');
      const { value, codeHash } = await loadExperiment(file, lab);
      const { claim, steps, variants } = asExperiment(value, file);
      assert.equal(outcome.codeHash, codeHash, `run it again: ${outcome.command}`);
      assert.deepEqual([outcome.claim, outcome.steps], [claim, steps]);
      assert.deepEqual(Object.keys(outcome.scores), Object.keys(variants));
      const scores = (variant: string) => outcome.scores[variant]!.map(Number);
      const found = verdict(scores(outcome.claim.better), scores(outcome.claim.than))!;
      assert.deepEqual(
        [outcome.state, outcome.difference, outcome.seedsToDecide],
        [found.state, { mean: found.mean, interval: found.interval }, found.pairsToDecide],
      );
    });
  }
});
