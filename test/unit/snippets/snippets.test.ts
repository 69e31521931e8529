import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeSnippets } from '../../../scripts/snippets.mjs';
import type { IdeaEntry } from '../../../src/protocol/idea';
import { expanded } from './expanded';
import { insertions, loadExperiments, writeExperiments, type Bundle, type Inserted } from './experiments';
import { assertSameAsLibrary, typeErrors } from './inserted';
import { inputsFor, observe } from './observe';

describe('snippets', () => {
  let ideas: readonly IdeaEntry[];
  let inserted: readonly Inserted[];
  let folder: string;
  let bundle: Bundle;

  before(async () => {
    ideas = JSON.parse(await readFile('snippets/catalogue.json', 'utf8')) as IdeaEntry[];
    inserted = insertions(ideas);
    const circle = ideas.find(({ name }) => name === 'circle')!;
    const changed = { idea: circle, file: 'changed.ts', code: expanded(circle.body.typescript, ['0.25', '32']) };
    folder = await mkdtemp(path.join(os.tmpdir(), 'snippets-'));
    await writeExperiments([...inserted, changed], folder);
    bundle = await loadExperiments([...inserted, changed], folder);
  });
  after(() => rm(folder, { recursive: true }));

  it('are made from the ideas as they are now; if not, run: node esbuild.mjs', async () => {
    const files = await makeSnippets(process.cwd());
    const recorded = 'goldens.json'; // written by the golden tests
    assert.deepEqual((await readdir('snippets')).sort(), [...Object.keys(files), recorded].sort());
    for (const [name, text] of Object.entries(files)) {
      assert.equal(await readFile(path.join('snippets', name), 'utf8'), text, name);
    }
  });

  it('have all the ideas of the lab, each with a prefix of its own', () => {
    assert.deepEqual(ideas.map(({ id }) => id).sort(), bundle.catalogue.map(({ id }) => id).sort());
    const prefixes = ideas.map(({ prefix }) => prefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
  });

  it('have a whole experiment, too', async () => {
    const text = await readFile('snippets/experiment.ts', 'utf8');
    for (const language of ['typescript', 'javascript']) {
      const file = await readFile(`snippets/${language}.json`, 'utf8');
      const { experiment } = JSON.parse(file) as Record<string, { prefix: string; body: string[] }>;
      assert.equal(experiment!.prefix, 'ml-experiment');
      assert.equal(`${expanded(experiment!.body)}\n`, text);
    }
  });

  it('compile in an experiment, strictly, whose types say what is misspelt', async () => {
    const files = inserted.map(({ file }) => path.join(folder, file)).filter((file) => file.endsWith('.ts'));
    const misspelt = path.join(folder, 'misspelt.ts');
    await writeFile(misspelt, misspeltExperiment);
    const errors = typeErrors([...files, misspelt], 'src/lab/index.ts');
    // One line each: what a reader of the editor's list of problems sees at once.
    assert.equal(errors.length, 3, errors.join('\n'));
    assert.match(errors[0]!, /'gama' does not exist in type .* Did you mean to write 'gamma'\?$/);
    assert.match(errors[1]!, /"semihard"' is not assignable to .* Did you mean '"semiHard"'\?$/);
    assert.match(errors[2]!, /"tripel"' is not assignable to type '"\w+" \| "\w+"'\.$/);
  });

  it("give the library's values and slopes, bit for bit", async () => {
    for (const one of inserted) await assertSameAsLibrary(bundle, one);
  });

  it('take what is typed into a tab stop for the default', async () => {
    const circle = ideas.find(({ name }) => name === 'circle')!;
    const library = bundle.library[circle.id]!;
    const inputs = inputsFor(bundle, circle, library);
    const changed = await observe(bundle, bundle.snippets['changed.ts']!, inputs);
    const set = { margin: 0.25, gamma: 32 };
    assert.deepEqual(changed, await observe(bundle, (x, y) => library(x, y, set), inputs));
    assert.notDeepEqual(changed, await observe(bundle, library, inputs));
  });
});

const misspeltExperiment = `
import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

export default defineExperiment({
  data: data.glyphs(),
  model: models.conv4(),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 2 }),
  steps: 2,
  variants: {
    circle: { loss: configure(losses.circle, { gama: 80 }) },
    triplet: { loss: configure(losses.triplet, { mining: 'semihard' }) },
  },
  claim: { better: 'circle', than: 'tripel', on: 'R@1' },
});
`;
