import assert from 'node:assert/strict';
import path from 'node:path';
import { LabError } from '../../../src/lab/core/labError';
import { tf, type Scalar } from '../../../src/lab/core/tf';
import { fileHash } from '../../../src/runs/fileHash';
import { loadExperiment } from '../../../src/runner/loadExperiment';
import { temporaryFolder } from './temporary';

const refuse = (): never => {
  throw new LabError('circle: no option');
};
const lab = {
  circle: (gamma: number) => ({ gamma }),
  defineExperiment: (value: unknown) => ({ made: value }),
  refuse,
};

describe('loading an experiment', () => {
  const folder = temporaryFolder();

  async function failure(file: string): Promise<string> {
    const error: unknown = await loadExperiment(file, lab).then(
      () => assert.fail('it loaded'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof LabError, String(error));
    return error.message;
  }

  it('runs TypeScript with imports of its own and the very module of the lab', async () => {
    await folder.write('parts/size.ts', 'export const size: number = 40 + 2;');
    const file = await folder.write(
      'a.ts',
      `import { circle, defineExperiment } from 'metric-lab';
       import type { Nothing } from 'metric-lab';
       import { size } from './parts/size';
       import path from 'node:path';
       interface Shape { readonly a: number }
       const shape: Shape = { a: size };
       export default defineExperiment({ circle, shape, loss: circle(3), base: path.basename('x/y') });`,
    );
    assert.deepEqual((await loadExperiment(file, lab)).value, {
      made: { circle: lab.circle, shape: { a: 42 }, loss: { gamma: 3 }, base: 'y' },
    });
  });

  it('lets the file make tensors as it is read, before any engine runs', async () => {
    const file = await folder.write('a.ts', "import { tf } from 'metric-lab';\nexport default tf.scalar(3);");
    const { value } = await loadExperiment(file, { tf });
    assert.equal((value as Scalar).dataSync()[0], 3);
  });

  it('runs JavaScript in either style of modules', async () => {
    const modern = await folder.write(
      'a.js',
      `import * as lab from 'metric-lab'; export default lab.circle(1);`,
    );
    const classic = await folder.write(
      'b.js',
      `const { circle } = require('metric-lab'); module.exports = circle(2);`,
    );
    assert.deepEqual((await loadExperiment(modern, lab)).value, { gamma: 1 });
    assert.deepEqual((await loadExperiment(classic, lab)).value, { gamma: 2 });
  });

  it('keeps the name of a function of the user', async () => {
    await folder.write('other.ts', 'const myLoss = () => 1; export const first = myLoss;');
    const file = await folder.write(
      'a.ts',
      `import { first } from './other'; function myLoss() { return first; } export default myLoss;`,
    );
    assert.equal(((await loadExperiment(file, lab)).value as () => void).name, 'myLoss');
  });

  it('gives the same hash for the same code anywhere, and another for another import', async () => {
    const hash = async (place: string, size: number) => {
      await folder.write(`${place}/size.ts`, `export const size = ${size};`);
      const file = await folder.write(
        `${place}/a.ts`,
        `import { size } from './size';\nexport default { size };`,
      );
      return (await loadExperiment(file, lab)).codeHash;
    };
    const one = await hash('one', 1);
    assert.match(one, /^[0-9a-f]{64}$/);
    assert.equal(await hash('two/deeper', 1), one);
    assert.notEqual(await hash('one', 2), one);
  });

  it('gives the hash of the file alone besides, whatever it imports', async () => {
    const text = `import { size } from './size';\nexport default { size };`;
    const hashes = async (size: number) => {
      await folder.write('size.ts', `export const size = ${size};`);
      return loadExperiment(await folder.write('a.ts', text), lab);
    };
    const [one, two] = [await hashes(1), await hashes(2)];
    assert.equal(one.fileHash, fileHash(text));
    assert.deepEqual([two.fileHash, two.codeHash === one.codeHash], [one.fileHash, false]);
  });

  it('shows a syntax error in its line', async () => {
    const file = await folder.write('a.ts', 'const a = 1;\nexport default (a;\n');
    assert.equal(
      await failure(file),
      [
        `${file}:2:18: Expected ")" but found ";"`,
        '  2 | export default (a;',
        '    |                  ^',
      ].join('\n'),
    );
  });

  it('names a misspelt import and the one that was meant', async () => {
    const file = await folder.write(
      'a.ts',
      `import { circel } from 'metric-lab';\nexport default circel(1);`,
    );
    assert.match(await failure(file), /a\.ts:1:10: 'metric-lab' has no 'circel'; did you mean 'circle'\?/);
  });

  const broken: [string, string, RegExp][] = [
    ['a package that is not there', `import 'no-such-package';`, /a\.ts:1:8: cannot find 'no-such-package'/],
    ['a file that is not there', `import './missing';`, /a\.ts:1:8: there is no file '.\/missing'/],
    ['no default export', 'export const a = 1;', /a\.ts: has no default export; write: export default/],
  ];
  for (const [name, code, message] of broken) {
    it(`says so where there is ${name}`, async () => {
      assert.match(await failure(await folder.write('a.ts', code)), message);
    });
  }

  it('says so where there is no file', async () => {
    assert.match(await failure(path.join(folder.path, 'b.ts')), /b\.ts: there is no such file/);
  });

  it("names the user's own line where the code throws, in an import as well", async () => {
    const inner = await folder.write(
      'inner.ts',
      `// types move the lines of the compiled code\ninterface A {\n  a: 1;\n}\nexport const f = (): A => {\n  throw new TypeError('bad');\n};`,
    );
    const file = await folder.write('a.ts', `import { f } from './inner';\n\nexport default f();`);
    assert.equal(await failure(file), `${inner}:6:9: TypeError: bad`);
  });

  it('names the line that gave the lab something wrong', async () => {
    const file = await folder.write(
      'a.ts',
      `import { refuse } from 'metric-lab';\n\nexport default refuse();`,
    );
    assert.equal(await failure(file), `${file}:3:16: circle: no option`);
  });

  it("tells the user's fault from the program's when the experiment runs", async () => {
    const file = await folder.write('a.ts', `export default {\n  loss() {\n    return null!.x;\n  },\n};`);
    const { value, userCode } = await loadExperiment(file, lab);
    const thrown = caught(() => (value as { loss(): void }).loss());
    assert.match((userCode.explain(thrown) as Error).message, new RegExp(`^${file}:3:\\d+: TypeError: `));
    const once = userCode.explain(thrown);
    assert.equal(userCode.explain(once), once);
    const wrapped = new LabError('mine: it cannot be computed', { cause: thrown });
    assert.match(
      (userCode.explain(wrapped) as Error).message,
      new RegExp(`^${file}:3:\\d+: mine: it cannot be computed$`),
    );
    const own = caught(() => (null as unknown as { x: () => void }).x());
    assert.equal(userCode.explain(own), own);
  });
});

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return assert.fail('it did not throw');
}
