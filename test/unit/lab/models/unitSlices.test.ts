import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { random } from '../../../../src/lab/core/random';
import type { Tensor4D } from '../../../../src/lab/core/tf';
import { mlp } from '../../../../src/lab/models/mlp';
import { unitSlices } from '../../../../src/lab/models/unitSlices';
import { normal } from '../../../support/compiled';
import { difference } from '../../../support/goldens';

describe('unitSlices', () => {
  const images = normal<Tensor4D>([2, 4, 4, 1], 5);
  const network = mlp({ hidden: [5], dimension: 6 });
  const model = unitSlices(network, { slices: 2 });
  const variables = model.initialise([4, 4, 1], random(3));

  it('makes each slice as long as the others, in the direction that the network gave it', () => {
    const plain = [...network.apply(images, variables, 'train').embeddings.dataSync()];
    const starts = [0, 3, 6, 9];
    const expected = starts.flatMap((start) => {
      const slice = plain.slice(start, start + 3);
      return slice.map((value) => value / Math.hypot(...slice));
    });
    assert.equal(difference(model.apply(images, variables, 'train').embeddings.dataSync(), expected), null);
  });

  it("has a head that makes the network's features the same embeddings", () => {
    const { embeddings, features } = model.apply(images, variables, 'train');
    const again = model.head!.apply(features!, variables.weights);
    assert.deepEqual([...again.dataSync()], [...embeddings.dataSync()]);
  });

  it('refuses slices that do not divide the dimension', () => {
    assert.throws(
      () => unitSlices(network, { slices: 4 }),
      new LabError('unitSlices: 4 slices do not divide dimension 6'),
    );
  });
});
