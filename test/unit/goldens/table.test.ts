import '../../support/backend';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import prettier from 'prettier';
import * as lab from '../../../src/lab/index';
import { isExperiment } from '../../../src/lab/training/defineExperiment';
import type { GoldenRecord, IdeaEntry } from '../../../src/protocol/idea';
import { loadExperiment } from '../../../src/runner/loadExperiment';
import { promisesToCompile, sameCompiledIdea } from '../../support/compiledIdea';
import { describeGoldens } from '../../support/goldens';
import { count, goldenRecord, goldenTable } from '../../support/goldenTable';
import { insertions, loadExperiments, writeExperiments } from '../snippets/experiments';
import { inputsFor, observe } from '../snippets/observe';

const recordFile = 'snippets/goldens.json';

// The last file of the goldens: what the others saw is counted by now.
describeGoldens('every idea', function () {
  let ideas: readonly IdeaEntry[];

  before(async () => {
    ideas = JSON.parse(await readFile('snippets/catalogue.json', 'utf8')) as IdeaEntry[];
  });

  it('has snippets in TypeScript and JavaScript that give what the library gives', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'goldens-'));
    try {
      const inserted = insertions(ideas);
      await writeExperiments(inserted, folder);
      const bundle = await loadExperiments(inserted, folder);
      const faults = inserted.map(({ idea, file }) => {
        const library = bundle.library[idea.id]!;
        const expected = observe(bundle, library, inputsFor(bundle, idea, library));
        const actual = observe(bundle, bundle.snippets[file]!, inputsFor(bundle, idea, library));
        const fault =
          JSON.stringify(actual) === JSON.stringify(expected) ? null : `${file} gives another result`;
        count(idea.id, 'snippet', [fault]);
        return fault;
      });
      assert.deepEqual(faults.filter(Boolean), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('compiles, unless it says why not', async function () {
    this.timeout(60_000);
    const faults: string[] = [];
    for (const idea of ideas.filter(promisesToCompile)) {
      const fault = await sameCompiledIdea(idea).then(() => null, String);
      count(idea.id, 'compiled', [fault]);
      if (fault !== null) faults.push(`${idea.id}: ${fault}`);
    }
    assert.deepEqual(faults, []);
  });

  it('has an experiment that uses it, where its paper has one', async () => {
    const faults: string[] = [];
    // Metrics score every experiment, and a distance is a setting of a loss.
    const inVariants = ideas.filter(({ kind }) => kind !== 'metric' && kind !== 'distance');
    for (const { id, name, paper } of inVariants) {
      const file = path.resolve('library', paper?.id ?? '', 'experiment.ts');
      if (!paper || !existsSync(file)) continue;
      const used = await usedBy(file);
      count(id, 'experiment', [used.has(name) ? null : 'not used']);
      if (used.size === 0) faults.push(file);
    }
    assert.deepEqual(faults, []);
  });

  after(async () => {
    console.table(goldenTable());
    if (process.env['METRIC_LAB_RECORD']) {
      const text = JSON.stringify(goldenRecord());
      await writeFile(recordFile, await prettier.format(text, { parser: 'json', printWidth: 110 }));
    }
  });

  it(`is not said by ${recordFile} to be proven without goldens that prove it`, async function () {
    // Another file of goldens has other numbers of them.
    if (process.env['METRIC_LAB_GOLDENS']) this.skip();
    const recorded = JSON.parse(await readFile(recordFile, 'utf8')) as GoldenRecord;
    const seen = goldenRecord();
    assert.deepEqual(
      Object.keys(recorded).filter((id) => !(id in seen)),
      [],
    );
    if (JSON.stringify(recorded) !== JSON.stringify(seen)) {
      console.log(`      ${recordFile} is stale; run: npm run test:goldens -- --record`);
    }
  });
});

/** The names of all that an experiment's variants are made of. */
async function usedBy(file: string): Promise<ReadonlySet<string>> {
  const { value } = await loadExperiment(file, lab);
  assert.ok(isExperiment(value), file);
  const parts = Object.values(value.variants).flatMap(({ loss, sampler = value.sampler }) => [loss, sampler]);
  return new Set(
    parts.flatMap(({ name, options }) => [
      name,
      ...Object.keys(options).map((key) => key.split('.')[0]!), // 'zeroMean.weight' is a setting of zeroMean
      ...Object.values(options).map(String),
    ]),
  );
}
