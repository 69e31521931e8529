import '../../support/backend';
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
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
import { assertSameAsLibrary } from '../snippets/inserted';

const recordFile = 'snippets/goldens.json';

// The last file of the goldens: what the others saw is counted by now.
describeGoldens('every idea', function () {
  let ideas: readonly IdeaEntry[];

  before(async () => {
    ideas = JSON.parse(await readFile('snippets/catalogue.json', 'utf8')) as IdeaEntry[];
  });

  it('has snippets in TypeScript and JavaScript that give what the library gives', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'goldens-'));
    try {
      const inserted = insertions(ideas);
      await writeExperiments(inserted, folder);
      const bundle = await loadExperiments(inserted, folder);
      const faults: string[] = [];
      for (const one of inserted) {
        const fault = await assertSameAsLibrary(bundle, one).then(() => null, String);
        count(one.idea.id, 'snippet', [fault]);
        if (fault !== null) faults.push(fault);
      }
      assert.deepEqual(faults, []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('compiles, unless it says why not', async () => {
    const faults: string[] = [];
    for (const idea of ideas.filter(promisesToCompile)) {
      const fault = await sameCompiledIdea(idea).then(() => null, String);
      count(idea.id, 'compiled', [fault]);
      if (fault !== null) faults.push(`${idea.id}: ${fault}`);
    }
    assert.deepEqual(faults, []);
  });

  it('has an experiment that uses it', async () => {
    const used = await usedInLibrary();
    const unused: string[] = [];
    // Metrics score every experiment, and statistics compare its runs.
    for (const { id, name } of ideas.filter(({ kind }) => kind !== 'metric' && kind !== 'statistic')) {
      if (name in withoutExperiment) continue;
      const isUsed = used.has(name);
      count(id, 'experiment', [isUsed ? null : 'not used']);
      if (!isUsed) unused.push(id);
    }
    assert.deepEqual(unused, []);
    assert.deepEqual(
      Object.keys(withoutExperiment).filter((name) => used.has(name)),
      [],
    );
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

/** Ideas that no experiment uses, each with its reason. */
const withoutExperiment = {
  centreInvariant:
    'it evens out the lengths of proxies, and every loss on proxies here brings them to length 1',
};

/** Ideas that stand in others, and the names by which an experiment has them. */
const parts: Readonly<Record<string, readonly string[]>> = {
  auxiliaryEncoder: ['interclassAdversary'],
  cosine: ['cosineSimilarity'],
  euclidean: ['euclideanDistance'],
  samplingPolicy: ['binnedNegatives'],
  softTriple: ['centreSparsity'],
  squaredEuclidean: ['squaredEuclideanDistance'],
};

/** The names of all that variants of the library's experiments are made of. */
async function usedInLibrary(): Promise<ReadonlySet<string>> {
  const files = readdirSync('library', { recursive: true, encoding: 'utf8' });
  const used = new Set<string>();
  for (const file of files.filter((name) => name.endsWith('experiment.ts'))) {
    const { value } = await loadExperiment(path.resolve('library', file), lab);
    assert.ok(isExperiment(value), file);
    for (const { loss, sampler = value.sampler } of Object.values(value.variants)) {
      [loss, sampler].flatMap(namesIn).forEach((name) => used.add(name));
    }
  }
  return used;
}

function namesIn({ name, options }: { readonly name: string; readonly options: object }): string[] {
  const names = [
    name,
    ...Object.keys(options).map((key) => key.split('.')[0]!), // 'zeroMean.weight' is a setting of zeroMean
    ...Object.values(options).map(String),
  ];
  return names.flatMap((each) => [each, ...(parts[each] ?? [])]);
}
