import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TableArrangements } from '../../../src/extension/results/tableArrangements';
import { usualArrangement } from '../../../src/protocol/results';

describe('the arrangement of the table', () => {
  let folder: string;
  let storage: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'metric-lab-arrangement-'));
    storage = path.join(folder, 'made when needed');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is kept for the next session', async () => {
    const sort = { column: 'metric:R@1', descending: true };
    const before = new TableArrangements(storage);
    assert.deepEqual(await before.read(), usualArrangement);
    void before.change({ order: ['time', 'seed'], pinned: ['seed'] });
    void before.change({ sort, differing: true });
    const kept = { ...usualArrangement, order: ['time', 'seed'], pinned: ['seed'], sort, differing: true };
    assert.deepEqual(await before.read(), kept);
    assert.deepEqual(await new TableArrangements(storage).read(), kept);
    assert.deepEqual(await readdir(storage), ['runs-table.json']);
  });

  it('loses nothing where two windows change it at once', async () => {
    const windows = [new TableArrangements(storage), new TableArrangements(storage)];
    await Promise.all([
      windows[0]!.change({ pinned: ['seed'] }),
      windows[1]!.change({ switched: ['backend'] }),
      windows[0]!.change({ differing: true }),
      windows[1]!.change({ order: ['time'] }),
    ]);
    for (const window of windows) {
      assert.deepEqual(await window.read(), {
        ...usualArrangement,
        ...{ pinned: ['seed'], switched: ['backend'], differing: true, order: ['time'] },
      });
    }
  });

  it('is as at first where nothing sound was kept, and is kept again', async () => {
    const arrangements = new TableArrangements(storage);
    await arrangements.change({ differing: true });
    for (const broken of ['{', '5', 'null', '[]', '{"sort":5,"order":"x","pinned":[1],"differing":"yes"}']) {
      await writeFile(path.join(storage, 'runs-table.json'), broken);
      assert.deepEqual(await arrangements.read(), usualArrangement, broken);
    }
    await arrangements.change({ pinned: ['time'] });
    assert.deepEqual((await arrangements.read()).pinned, ['time']);
  });

  it('lasts as long as the window where no folder is open', async () => {
    const arrangements = new TableArrangements(null);
    await arrangements.change({ pinned: ['time'] });
    assert.deepEqual((await arrangements.read()).pinned, ['time']);
  });
});
