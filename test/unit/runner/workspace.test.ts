import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { dataFolders, userDataFolder } from '../../../src/runner/dataFolders';
import { ignoreRuns } from '../../../src/runner/gitIgnore';
import { gitState } from '../../../src/runner/gitState';
import { findWorkspace, innerPath } from '../../../src/runner/workspace';
import { temporaryFolder } from './temporary';

describe('the workspace of an experiment', () => {
  const folder = temporaryFolder();
  const inner = (...parts: string[]) => path.join(folder.path, ...parts);

  it('is the nearest folder with a mark', async () => {
    for (const mark of ['.vscode', '.git', '.metric-lab']) {
      await mkdir(inner(mark, 'a', mark), { recursive: true });
      await mkdir(inner(mark, 'a', 'b', 'c'), { recursive: true });
      assert.equal(findWorkspace(inner(mark, 'a', 'b', 'c')), inner(mark, 'a'));
      assert.equal(findWorkspace(inner(mark, 'a')), inner(mark, 'a'));
    }
  });

  it('is never the home folder, where the editor keeps its own .vscode', async () => {
    await mkdir(inner('home', '.vscode'), { recursive: true });
    await mkdir(inner('home', 'work', 'x'), { recursive: true });
    assert.equal(
      findWorkspace(inner('home', 'work', 'x'), inner('home', 'work'), inner('home')),
      inner('home', 'work'),
    );
    assert.equal(
      findWorkspace(inner('home', 'work', 'x'), inner('elsewhere'), inner('home')),
      inner('home', 'work', 'x'),
    );
  });

  it('gives paths with forward slashes', () => {
    assert.equal(innerPath(inner('a'), inner('a', 'b', 'c.ts')), 'b/c.ts');
  });

  it('has data of its own, after what was named and before that of the user', () => {
    const environment = { METRIC_LAB_DATA: ['/one', '/two'].join(path.delimiter) };
    assert.deepEqual(dataFolders('test', '/workspace', environment), [
      ...['test', '/one', '/two', '/workspace/.metric-lab/data', '/workspace'].map((part) =>
        path.resolve(part),
      ),
      userDataFolder(environment),
    ]);
  });
});

describe('the state of a git repository', () => {
  const folder = temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder.path, stdio: 'pipe' }).toString().trim();

  it('is null outside of one', async () => {
    assert.equal(await gitState(folder.path), null);
  });

  it('is the commit, and dirty with any change but a run record', async () => {
    git('init', '-q');
    await folder.write('sub/a.ts', '1');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'One');
    const commit = git('rev-parse', 'HEAD');
    const sub = path.join(folder.path, 'sub');
    assert.deepEqual(await gitState(sub), { commit, dirty: false, patch: null });
    await folder.write('sub/.metric-lab/runs/x/run.json', '{}');
    assert.deepEqual(await gitState(sub), { commit, dirty: false, patch: null });
    await folder.write('b.ts', '2');
    assert.deepEqual(await gitState(sub), { commit, dirty: true, patch: null });
    await folder.write('sub/a.ts', '2');
    const patch = Buffer.from((await gitState(sub))!.patch!).toString();
    assert.match(patch, /^diff --git a\/sub\/a\.ts b\/sub\/a\.ts\n[^]*\n-1\n[^]*\n\+2\n/);
  });

  it('is spared what runs leave, but not the reader’s marks, nor a list of their own', async () => {
    git('init', '-q');
    const lab = path.join(folder.path, '.metric-lab');
    await folder.write('.metric-lab/papers.json', '{}');
    for (const part of ['runs/x/run.json', 'sweeps/y/sweep.json', 'index.jsonl', 'archive/z/run.json']) {
      await folder.write(`.metric-lab/${part}`, '{}');
    }
    const listed = () => git('status', '--porcelain', '-uall').split('\n');
    await ignoreRuns(lab);
    assert.deepEqual(listed(), ['?? .metric-lab/.gitignore', '?? .metric-lab/papers.json']);
    await folder.write('.metric-lab/.gitignore', '*\n');
    await ignoreRuns(lab);
    assert.deepEqual(listed(), ['']);
    await ignoreRuns(path.join(folder.path, 'elsewhere'));
    assert.deepEqual(listed(), ['']);
  });

  it('starts no program that the repository names', async () => {
    git('init', '-q');
    const trap = path.join(folder.path, 'sprung');
    await folder.write('a.ts', '1');
    await folder.write('.gitattributes', '*.ts diff=mine');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'One');
    await folder.write('a.ts', '2');
    for (const name of ['core.fsmonitor', 'diff.external', 'diff.mine.command', 'diff.mine.textconv']) {
      git('config', name, `touch ${trap}; false`);
    }
    assert.ok((await gitState(folder.path))?.patch);
    await assert.rejects(import('node:fs/promises').then((fs) => fs.access(trap)));
  });
});
