import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { findings } from '../../../src/extension/editor/findings';
import type { Literature } from '../../../src/extension/editor/findings';
import { outlineOf } from '../../../src/extension/editor/outline';
import { publishedBatch } from '../../../src/extension/editor/published';
import type { LibraryPaper } from '../../../src/literature/library';
import type { IdeaEntry } from '../../../src/protocol/idea';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const papers = readdirSync('library')
  .filter((id) => existsSync(`library/${id}/paper.json`))
  .map((id) => read(`library/${id}/paper.json`) as LibraryPaper);
const literature: Literature = {
  ideas: read('snippets/catalogue.json') as IdeaEntry[],
  papers: new Map(papers.map(({ id, title, protocol }) => [id, { title, batch: protocol.batch }])),
};

const found = (text: string) =>
  findings(outlineOf(text), literature).map(({ start, end, message, instead }) => [
    text.slice(start, end),
    message,
    instead,
  ]);
const using = (code: string) =>
  found(`import { configure, losses, miners, samplers, withMiner } from 'metric-lab';\n${code}`);

describe('findings', () => {
  it('name a paper that nobody knows, and the one that was meant', () => {
    const text =
      "import { defineExperiment } from 'metric-lab';\nexport default defineExperiment({ paper: 'circle-los' });";
    assert.deepEqual(found(text), [
      [
        'circle-los',
        "No paper 'circle-los' in the summary or the library. Did you mean 'circle-loss'?",
        'circle-loss',
      ],
    ]);
    assert.deepEqual(
      found(text.replace('circle-los', 'my-own-work')).map(([at, , instead]) => [at, instead]),
      [['my-own-work', null]],
    );
    assert.deepEqual(found(text.replace('circle-los', 'circle-loss')), []);
    assert.deepEqual(found(text.replace('circle-los', '')), []);
  });

  it('name one in a comment only where it is nearly right', () => {
    assert.deepEqual(
      found('// see softtripel: SoftTriple\n// see below\n// see also: that\n').map(([at, , instead]) => [
        at,
        instead,
      ]),
      [['softtripel', 'softtriple']],
    );
  });

  it('say what is published, and where, of a setting outside of it', () => {
    assert.deepEqual(using('configure(losses.circle, { gamma: 512, margin: 0.4 });'), [
      [
        '512',
        `circle: gamma is 512 here; 80 in "Circle Loss: A Unified Perspective of Pair Similarity Optimization, equation 6"; 256 in the variant 'face'.`,
        '80',
      ],
    ]);
  });

  it('let stand what lies between published values, what is no setting, and what must be computed', () => {
    assert.deepEqual(
      using(
        'configure(losses.circle, { gamma: 128, margin: 2 * x, other: 5, reduction: false }); own.circle({ gamma: 1 });',
      ),
      [],
    );
  });

  it('say nothing of a setting that may be of either of two ideas', () => {
    assert.deepEqual(using('withMiner(losses.triplet, miners.tripletMargin, { margin: 9 });'), []);
  });

  it('hold batches against the paper of the experiment', () => {
    const text = `import { configure, defineExperiment, samplers } from 'metric-lab';
      export default defineExperiment({
        paper: 'circle-loss',
        sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
      });`;
    assert.deepEqual(found(text), [
      [
        '4',
        'mPerClass: perClass is 4 here; batches are of 16 classes × 5 in "Circle Loss: A Unified Perspective of Pair Similarity Optimization", its protocol.',
        '5',
      ],
    ]);
    assert.deepEqual(found(text.replace("'circle-loss'", "'contrastive'")), []);
  });

  it('find the settings of an inserted idea', () => {
    const text =
      '// see circle-loss: Circle\nconst circleDefaults = { gamma: 500 };\n/** @paper circle-loss */\nfunction circle() {}\n';
    assert.deepEqual(
      found(text).map(([at]) => at),
      ['500'],
    );
  });

  it('name no paper of the library as unknown, and in its experiments only numbers', () => {
    const own = papers.flatMap(({ id }) => {
      const file = `library/${id}/experiment.ts`;
      return existsSync(file) ? found(readFileSync(file, 'utf8')) : [];
    });
    assert.ok(own.length > 0);
    for (const [at, message] of own) assert.match(`${at} ${message}`, /^-?[\d.e-]+ \w+: \w+ is .* here; /);
  });
});

describe('publishedBatch', () => {
  it('reads the words of protocols', () => {
    assert.deepEqual(publishedBatch('80 (20 classes × 4)'), { classes: 20, perClass: 4 });
    assert.deepEqual(publishedBatch('70-200, 5 per class'), { classes: null, perClass: 5 });
    assert.deepEqual(publishedBatch('m × 5; 80 on CUB'), { classes: null, perClass: 5 });
    assert.deepEqual(publishedBatch('128'), { classes: null, perClass: null });
  });
});
