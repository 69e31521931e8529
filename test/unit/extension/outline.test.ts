import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { outlineOf } from '../../../src/extension/editor/outline';
import type { Outline } from '../../../src/extension/editor/outline';

const imports = "import { configure, defineExperiment, losses, samplers as s } from 'metric-lab';\n";
const experiment = `${imports}
/** Why. */
export default defineExperiment({
  paper: 'circle-loss', // see not-this
  sampler: configure(s.mPerClass, { classes: 16, perClass: 5 }),
  variants: {
    circle: { loss: configure(losses.circle, { margin: -0.25, gamma: 1_000, reduction: 'mean', x: y + 1 }) },
    'batch hard': { loss: losses.triplet, note: { variants: 1 } },
  },
  claim: { better: 'circle', than: 'batch hard', on: 'R@1' },
});
`;

/** The document's text at each place. */
const at = (text: string, { start, end }: { start: number; end: number }) => text.slice(start, end);
const settings = (outline: Outline) =>
  outline.uses.map(({ name, settings: given }) => [name, ...given.map((one) => [one.name, one.value])]);

describe('outlineOf', () => {
  it('finds the experiment, its paper and its variants', () => {
    const { experiment: found, papers } = outlineOf(experiment);
    assert.ok(found);
    assert.equal(experiment.indexOf('export default'), found.start);
    assert.equal(found.paper, 'circle-loss');
    assert.deepEqual(
      found.variants.map(({ name, key }) => [name, at(experiment, key)]),
      [
        ['circle', 'circle'],
        ['batch hard', "'batch hard'"],
      ],
    );
    assert.match(at(experiment, found.variants[0]!), /^circle: \{ loss: .*\}$/);
    assert.deepEqual(
      papers.map((paper) => [paper.form, at(experiment, paper)]),
      [
        ['see', 'not-this'],
        ['property', 'circle-loss'],
      ],
    );
  });

  it('finds ideas of the lab by the names that the document gives them, and what they are given', () => {
    const outline = outlineOf(experiment);
    assert.deepEqual(settings(outline), [
      ['mPerClass', ['classes', 16], ['perClass', 5]],
      ['circle', ['margin', -0.25], ['gamma', 1000], ['reduction', 'mean']],
      ['triplet'],
    ]);
    assert.deepEqual(
      outline.uses.map((use) => [use.kind, at(experiment, use)]),
      [
        ['sampler', 's.mPerClass'],
        ['loss', 'losses.circle'],
        ['loss', 'losses.triplet'],
      ],
    );
    assert.equal(at(experiment, outline.uses[1]!.settings[0]!), '-0.25');
  });

  it('finds them through the whole lab, and not in what only has the same name', () => {
    const whole =
      "import * as lab from 'metric-lab';\nlab.losses.circle(a, b, { gamma: 8 });\nlosses.margin;";
    assert.deepEqual(settings(outlineOf(whole)), [['circle', ['gamma', 8]]]);
    const other = "// metric-lab\nimport { losses } from './mine';\nlosses.circle; a.losses.circle;";
    assert.deepEqual(outlineOf(other).uses, []);
  });

  for (const language of ['typescript', 'javascript'] as const) {
    it(`knows inserted ideas, their uses and their settings, in ${language}`, () => {
      const [entry] = (
        JSON.parse(readFileSync('snippets/catalogue.json', 'utf8')) as {
          name: string;
          body: Record<string, string[]>;
        }[]
      ).filter(({ name }) => name === 'circle');
      const idea = entry!.body[language]!.join('\n').replace(/\$\{\d+:([^}]*)\}/g, '$1');
      const text = `${idea}\nexport default defineExperiment({ variants: { circle: { loss: configure(circle, { gamma: 9 }) } } });\n`;
      const { inserted, uses, experiment: found } = outlineOf(text);
      assert.deepEqual(
        inserted.map(({ name, paper, start }) => [name, paper, text.slice(start, start + 20)]),
        [['circle', 'circle-loss', '// see circle-loss: ']],
      );
      const given = uses.map(({ settings: all }) => all.map((one) => `${one.name} ${one.value}`).join(', '));
      assert.ok(given.includes('margin 0.4, gamma 80, reduction mean'), String(given));
      assert.ok(given.includes('gamma 9'), String(given));
      assert.equal(found?.variants[0]?.name, 'circle');
    });
  }

  it('leaves a comment alone that names no paper of an idea', () => {
    const text = 'const a = 1; // see circle-loss: x\n// see below\n/** @paper circle-loss */\nlet b;\n';
    const { inserted, papers } = outlineOf(text);
    assert.deepEqual(inserted, []);
    assert.deepEqual(
      papers.map(({ id, form }) => [id, form]),
      [
        ['circle-loss', 'see'],
        ['below', 'see'],
        ['circle-loss', 'tag'],
      ],
    );
  });

  it('reads no code in strings and comments', () => {
    const text = `${imports}const a = "losses.circle"; // losses.circle\nconst b = \`export default defineExperiment({\`;`;
    assert.deepEqual([outlineOf(text).uses, outlineOf(text).experiment], [[], null]);
  });

  it('has the same places with Windows line ends', () => {
    const windows = experiment.replaceAll('\n', '\r\n');
    const outline = outlineOf(windows);
    assert.deepEqual(settings(outline), settings(outlineOf(experiment)));
    assert.equal(at(windows, outline.papers.at(-1)!), 'circle-loss');
  });

  it('knows every variant and paper of the library', () => {
    for (const paper of readdirSync('library')) {
      const text = tryRead(`library/${paper}/experiment.ts`);
      if (text === null) continue;
      const { experiment: found } = outlineOf(text);
      assert.ok(found, paper);
      assert.equal(found.paper, paper);
      assert.ok(found.variants.length > 0, paper);
    }
  });

  it('keeps its places within the document, however it is cut and torn', () => {
    const cut = fc
      .tuple(fc.nat(experiment.length), fc.nat(experiment.length), fc.string())
      .map(([a, b, more]) => {
        return experiment.slice(0, a) + more + experiment.slice(b);
      });
    fc.assert(
      fc.property(cut, (text) => {
        const { experiment: found, papers, uses } = outlineOf(text);
        const variants = found?.variants ?? [];
        const spans = [...papers, ...uses, ...uses.flatMap((use) => use.settings), ...variants];
        for (const { start, end } of [...spans, ...(found ? [found] : [])]) {
          assert.ok(0 <= start && start <= end && end <= text.length);
        }
        for (const paper of papers) assert.equal(at(text, paper), paper.id);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('reads a hostile call with thousands of ideas', () => {
    const text = `import { losses } from 'metric-lab';f(${'losses.circle, { a: 1 }, '.repeat(5000)}`;
    const { uses } = outlineOf(text);
    assert.equal(uses.length, 5000);
    assert.ok(uses.every(({ settings: given }) => given.length === 0));
  });

  it('follows the typing of an experiment, letter by letter', () => {
    const typed = `${imports}export default defineExperiment({ paper: 'circle-loss`;
    for (let length = typed.indexOf("'circle") + 2; length <= typed.length; length += 1) {
      const text = typed.slice(0, length);
      const [paper] = outlineOf(text).papers;
      assert.deepEqual(
        [paper?.form, paper?.end, paper?.id],
        ['property', length, text.slice(text.lastIndexOf("'") + 1)],
      );
    }
  });
});

function tryRead(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
