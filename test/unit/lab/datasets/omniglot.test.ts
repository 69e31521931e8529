import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LabError } from '../../../../src/lab/core/labError';
import type { ImageSet } from '../../../../src/lab/datasets/dataset';
import { omniglot, omniglotFiles } from '../../../../src/lab/datasets/omniglot';

const shared = '../shared/data';

describe('omniglot', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'omniglot-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('says which files are missing, where it looked and how to get them', async () => {
    await assert.rejects(omniglot().load({ folders: [folder, '/nowhere'] }), (error: LabError) => {
      assert.ok(error instanceof LabError);
      for (const text of [
        'images_background_small1.zip and images_background_small2.zip not found',
        folder,
        '/nowhere',
        'metric-lab data add omniglot',
        omniglotFiles.home,
      ]) {
        assert.ok(error.message.includes(text), text);
      }
      return true;
    });
  });

  it('refuses a file with another checksum', async () => {
    await writeFile(path.join(folder, 'images_background_small1.zip'), 'something else');
    await assert.rejects(
      omniglot().load({ folders: [folder] }),
      (error) =>
        error instanceof LabError &&
        /images_background_small1\.zip: not the published.*\n.*expected 1319022 bytes, SHA-256 f38e/.test(
          error.message,
        ),
    );
  });

  it('refuses options that it does not have', () => {
    assert.throws(
      () => omniglot({ fold: 1 } as object),
      /omniglot: no option 'fold'; it has protocol, validation/,
    );
    assert.throws(
      () => omniglot({ protocol: 'big' } as object),
      /omniglot: no protocol 'big'; it has 'small'/,
    );
  });

  describe('on the published files', () => {
    before(function () {
      if (existsSync(path.join(shared, 'omniglot', omniglotFiles.files[0]!.name))) return;
      console.log(`    skipped: ${shared}/omniglot is not there`);
      this.skip();
    });

    it('has the classes of the protocol, disjoint', async () => {
      const { train, validation, test } = await omniglot().load({ folders: [folder, shared] });
      const count = ({ classNames, labels }: ImageSet) => [classNames.length, labels.length];
      assert.deepEqual([train, validation, test].map(count), [
        [110, 2200],
        [26, 520],
        [106, 2120],
      ]);
      assert.deepEqual([...new Set(validation.classNames.map((name) => name.split('/')[0]))], ['Latin']);
      assert.deepEqual(
        [...new Set(test.classNames.map((name) => name.split('/')[0]))],
        ['Japanese_(katakana)', 'Sanskrit', 'Tagalog'],
      );
      const all = [train, validation, test].flatMap((set) => set.classNames);
      assert.equal(new Set(all).size, all.length);
      assert.equal(train.classNames[0], 'Balinese/character01');
      // The super-class is the alphabet.
      const alphabets = new Map(
        Array.from(train.labels, (label, at) => [
          train.classNames[label]!.split('/')[0],
          train.superLabels![at],
        ]),
      );
      assert.deepEqual([...alphabets.values()], [0, 1, 2, 3]);
      assert.equal(new Set(test.superLabels).size, 3);
    });

    it('has 20 images of each class in order, ink near 1 on empty paper', async () => {
      const { test } = await omniglot().load({ folders: [shared] });
      assert.deepEqual(test.shape, [28, 28, 1]);
      assert.equal(test.images.length, test.labels.length * 28 * 28);
      assert.ok(test.labels.every((label, at) => label === Math.floor(at / 20)));
      assert.ok(test.images.every((value) => value >= 0 && value <= 1));
      const mean = test.images.reduce((sum, value) => sum + value, 0) / test.images.length;
      assert.ok(mean > 0.03 && mean < 0.2, `mean ink ${mean}`);
    });

    it('gives validation the last classes asked for, or none', async () => {
      const none = await omniglot({ validation: 0 }).load({ folders: [shared] });
      assert.equal(none.train.labels.length, 2720);
      assert.deepEqual(
        [none.validation.images.length, none.validation.labels.length, none.validation.classNames],
        [0, 0, []],
      );
      const two = await omniglot({ validation: 2 }).load({ folders: [shared] });
      assert.deepEqual(two.validation.classNames, none.train.classNames.slice(-2));
      assert.deepEqual(two.train.images, none.train.images.subarray(0, two.train.images.length));
    });

    it('finds its files in a folder itself, each where it stands', async () => {
      const [first, second] = omniglotFiles.files.map(({ name }) => name);
      await copyFile(path.join(shared, 'omniglot', first!), path.join(folder, first!));
      await assert.rejects(
        omniglot().load({ folders: [folder] }),
        new RegExp(`omniglot: ${second} not found`),
      );
      await copyFile(path.join(shared, 'omniglot', second!), path.join(folder, second!));
      assert.equal((await omniglot().load({ folders: [folder] })).test.labels.length, 2120);
    });
  });
});
