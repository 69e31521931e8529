import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue, ideaOf } from '../../../src/lab/catalogue';
import * as lab from '../../../src/lab/index';
import { ideaFolders } from '../../support/ideaFolders';

/** Files of those folders that are no ideas of their own. */
const helpers = [
  'configured',
  'sampler', // contracts of samplers
  'pairwiseDistance', // picks one of the distances
  'retrievalScores', // metrics of retrieval all together
];

const source = (kind: keyof typeof ideaFolders, name: string) =>
  readFileSync(path.join('src', ideaFolders[kind], `${name}.ts`), 'utf8');

describe('catalogue', () => {
  it('lists each idea in the folders, and nothing else', () => {
    const files = Object.entries(ideaFolders).flatMap(([kind, folder]) =>
      readdirSync(path.join('src', folder))
        .map((file) => path.basename(file, '.ts'))
        .filter((name) => !helpers.includes(name))
        .map((name) => `${kind}/${name}`),
    );
    assert.deepEqual(catalogue.map(({ id }) => id).toSorted(), files.toSorted());
  });

  for (const { id, kind, name, module } of catalogue) {
    it(`${id} has a function of its name, settings with comments, and variants of its settings`, () => {
      assert.equal(typeof module[name], 'function');
      assert.equal(ideaOf(module[name])?.id, id);
      for (const [variant, options] of Object.entries(module.variants ?? {})) {
        for (const option of Object.keys(options))
          assert.ok(option in module.defaults!, `${variant}.${option}`);
      }
      const text = source(kind, name);
      for (const option of Object.keys(module.defaults ?? {})) {
        assert.match(text, new RegExp(`/\\*\\* .+ \\*/\\n\\s+${option}:`), `${option} has no comment`);
      }
    });

    it(`${id} says its paper in the library's words`, function () {
      const paper = /@paper [a-z0-9-]+, .+|@source .+ (?:19|20)\d\d\b/.exec(source(kind, name));
      // Most distances are older than any paper here.
      if (kind !== 'distance') assert.ok(paper, 'no @paper');
    });
  }
});

describe("what experiment files import from 'metric-lab'", () => {
  it('has every idea by its kind', () => {
    const offered = {
      ...lab.losses,
      ...lab.regularizers,
      ...lab.samplers,
      ...lab.miners,
      ...lab.distances,
      ...lab.metrics,
      ...lab.statistics,
    };
    for (const { name, module } of catalogue) {
      assert.equal((offered as Record<string, unknown>)[name], module[name], name);
    }
  });

  it('has all that an idea imports, for an idea that stands in an experiment file', () => {
    const exported = readFileSync('src/lab/index.ts', 'utf8');
    for (const { kind, name } of catalogue.filter((idea) => idea.kind !== 'metric')) {
      for (const [, names, from] of source(kind, name).matchAll(
        /import (?:type )?\{([^}]+)\} from '(.+)';/g,
      )) {
        for (const imported of names!.split(',').map((text) => text.replace(/\btype\b/, '').trim())) {
          const listed = new RegExp(`export (type )?\\{[^}]*\\b${imported}\\b[^}]*\\}`);
          if (imported) assert.match(exported, listed, `${imported} of ${from}, for ${name}`);
        }
      }
    }
  });
});
