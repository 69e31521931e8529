import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeSnippets } from '../../../scripts/snippets.mjs';
import type { IdeaEntry } from '../../../src/protocol/idea';
import { expanded } from './expanded';

const helper = "import { helper } from '../core/helper';\n";
/** An idea's file: `before` it stands what it needs. */
const idea = (name: string, body: string, before = '') =>
  `${before}\n/** What ${name} does. */\nexport function ${name}() {\n  ${body}\n}\n`;

describe('the making of snippets', () => {
  let root: string;
  beforeEach(async () => (root = await mkdtemp(path.join(os.tmpdir(), 'snippets-'))));
  afterEach(() => rm(root, { recursive: true }));

  /** Makes the snippets of a project of these files. */
  async function make(files: Record<string, string>) {
    const all = {
      '.prettierrc.json': '{ "singleQuote": true, "printWidth": 110 }',
      'scripts/snippets/experiment.ts': 'export default {};\n',
      'src/lab/index.ts': "export { helper } from './core/helper';\n",
      ...files,
    };
    for (const [name, text] of Object.entries(all)) {
      const file = path.join(root, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return makeSnippets(root);
  }
  const ideasOf = async (files: Record<string, string>) =>
    JSON.parse((await make(files))['catalogue.json']!) as IdeaEntry[];
  const refused = (files: Record<string, string>, message: RegExp) =>
    assert.rejects(make(files), (error: Error) => {
      assert.equal(error.name, 'BuildError');
      assert.match(error.message, message);
      return true;
    });

  it('keeps template strings, backslashes and braces as they are', async () => {
    const body = "return `${defaults.text}\\n` + /^\\$\\{(\\d)\\}/.source + '}';";
    const defaults = "export const defaults = {\n  /** Some $ text. */\n  text: 'a } $b \\\\ c',\n};\n";
    const [entry] = await ideasOf({ 'src/lab/losses/odd.ts': idea('odd', body, defaults) });
    const code = expanded(entry!.body.typescript);
    assert.ok(code.includes(body.replace('defaults', 'oddDefaults')), code);
    assert.ok(code.includes("text: 'a } $b \\\\ c',"), code);
    assert.deepEqual(entry!.defaults, { text: 'a } $b \\ c' });
  });

  it('renames `defaults` where it is meant and nowhere else', async () => {
    const body = 'return [defaults.k, { defaults }, { defaults: 1 }, helper.defaults];';
    const [entry] = await ideasOf({
      'src/lab/losses/one.ts': idea('one', body, `${helper}export const defaults = { k: -1 };\n`),
    });
    assert.ok(
      expanded(entry!.body.javascript).includes(
        'return [oneDefaults.k, { defaults: oneDefaults }, { defaults: 1 }, helper.defaults];',
      ),
    );
    assert.ok(entry!.body.javascript.includes('export const oneDefaults = { k: ${1:-1} };'));
  });

  it('takes along what the idea stands on, and leaves the rest', async () => {
    const before =
      `${helper}interface Parts { a: number }\n` +
      'const inner = (parts: Parts) => parts.a;\n' +
      'const outer = () => inner({ a: 1 });\n' +
      'export const variants = { a: 1 };\n' +
      'export type Given = number;\n';
    const [entry] = await ideasOf({
      'src/lab/index.ts': "export { helper } from './core/helper';\nexport type { Given } from './losses/one';\n",
      'src/lab/losses/one.ts': idea('one', 'return helper(outer() as Given);', before),
    });
    const { typescript, javascript } = entry!.body;
    assert.deepEqual(
      typescript.filter((line) => /^(import|interface|const|export)/.test(line)),
      [
        "import { helper, type Given } from 'metric-lab';",
        'interface Parts {',
        'const inner = (parts: Parts) => parts.a;',
        'const outer = () => inner({ a: 1 });',
        'export function one() {',
      ],
    );
    assert.deepEqual(
      javascript.filter((line) => /^(import|interface|const|export)/.test(line)),
      [
        "import { helper } from 'metric-lab';",
        'const inner = (parts) => parts.a;',
        'const outer = () => inner({ a: 1 });',
        'export function one() {',
      ],
    );
  });

  it("names the idea's paper, its title and where in it", async () => {
    const text = idea('one', 'return 1;').replace('does. */', 'does. More.\n * @paper some-paper, equation 6\n */');
    const files = { 'src/lab/losses/one.ts': text };
    const [bare] = await ideasOf(files);
    assert.equal(bare!.body.typescript[0], '// see some-paper: equation 6');
    assert.deepEqual([bare!.paper, bare!.summary], [{ id: 'some-paper', place: 'equation 6' }, 'What one does.']);
    const facts = JSON.stringify({ title: 'On Losses', venue: 'CVPR', year: 2020 });
    const made = await make({ ...files, 'library/some-paper/paper.json': facts });
    const snippet = JSON.parse(made['javascript.json']!)['loss: one'];
    assert.equal(snippet.body[0], '// see some-paper: On Losses (CVPR 2020), equation 6');
    assert.equal(snippet.description, 'What one does. On Losses (CVPR 2020), equation 6');
    assert.equal(snippet.prefix, 'ml-one');
  });

  it('leaves out files that are no ideas', async () => {
    const internal = idea('inner', 'return 1;').replace('does. */', 'does.\n * @internal\n */');
    assert.deepEqual(
      await ideasOf({
        'src/lab/losses/inner.ts': internal,
        'src/lab/samplers/sampler.ts': 'export type Sampler = number;\n',
      }),
      [],
    );
  });

  it('refuses a helper that metric-lab does not offer', () =>
    refused(
      { 'src/lab/index.ts': 'export const data = {};\n', 'src/lab/losses/one.ts': idea('one', 'helper();', helper) },
      /src\/lab\/index\.ts lacks:\n {2}src\/lab\/losses\/one\.ts needs helper$/,
    ));

  it('refuses one private name in two ideas, or one that another imports', async () => {
    const own = 'const helper = () => 1;\n';
    await refused(
      {
        'src/lab/losses/one.ts': idea('one', 'helper();', own),
        'src/lab/losses/two.ts': idea('two', 'helper();', own),
      },
      /src\/lab\/losses\/two\.ts: 'helper' is a name in src\/lab\/losses\/one\.ts, too/,
    );
    await refused(
      { 'src/lab/losses/two.ts': idea('two', 'helper();', helper) },
      /src\/lab\/losses\/one\.ts: 'helper' is a name in src\/lab\/losses\/two\.ts, too/,
    );
  });

  it('refuses what it cannot turn into a snippet', async () => {
    const cases: [string, RegExp][] = [
      [idea('one', 'return defaults;', 'const defaults = { a: Math.PI };\n'), /defaults and variants must be literals, not Math\.PI/],
      [idea('one', 'all();', "import * as all from '../core/all';\n"), /import '\.\.\/core\/all' by names/],
      [idea('one', 'b();', "import { a as b } from '../core/a';\n"), /import a under its own name/],
      ['export function one() {}\n', /one has no docstring/],
      [idea('one', '').replace('does. */', 'does.\n * @paper Some Title\n */'), /'@paper Some Title' is not of the form/],
    ];
    for (const [text, message] of cases) {
      await refused({ 'src/lab/losses/one.ts': text }, /^src\/lab\/losses\/one\.ts: /);
      await refused({ 'src/lab/losses/one.ts': text }, message);
    }
  });

  it('refuses a public list without names', () =>
    refused({ 'src/lab/index.ts': "export * from './core/helper';\n" }, /name what is exported/));
});
