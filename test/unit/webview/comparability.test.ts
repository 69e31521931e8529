import assert from 'node:assert/strict';
import type { ReportedRow } from '../../../src/protocol/results';
import {
  conditionsText,
  differences,
  differenceText,
  distinctConditions,
  shortDifferences,
} from '../../../src/webview/model/comparability';
import { config } from '../../fixtures/results/snapshots';

const figure: ReportedRow = {
  dataset: 'Omniglot small',
  method: 'Circle',
  backbone: 'Conv-4',
  dimension: 64,
  metrics: { 'R@1': 70 },
  source: 'Table 1',
  verified: true,
};

describe('comparability', () => {
  it('holds where data, network and dimension are ours, however they are spelt', () => {
    assert.deepEqual(differences(figure, [config]), []);
  });

  it('names each condition that differs, ours beside theirs', () => {
    const apart = differences(
      { ...figure, dataset: 'CUB-200-2011', backbone: 'BN-Inception', dimension: 512 },
      [config],
    );
    assert.equal(shortDifferences(apart), 'data, net, dim 512 vs 64');
    assert.equal(differenceText(apart[0]!), 'data CUB-200-2011, here omniglot-small');
  });

  it('does not take another protocol of the same data set for the same data', () => {
    assert.equal(shortDifferences(differences({ ...figure, dataset: 'Omniglot' }, [config])), 'data');
  });

  it('counts what a paper does not state as different', () => {
    const apart = differences({ ...figure, backbone: null, dimension: null }, [config]);
    assert.equal(shortDifferences(apart), 'net not stated, dim not stated');
  });

  it('is judged against the nearest of our configurations', () => {
    const wide = { ...config, model: { ...config.model, dimension: 512 } };
    assert.deepEqual(differences({ ...figure, dimension: 512 }, [config, wide]), []);
  });

  it('has nothing to say without runs', () => {
    assert.deepEqual(differences(figure, []), []);
  });

  it('knows our configurations apart by these conditions alone', () => {
    const longer = { ...config, steps: 6000 };
    const wide = { ...config, model: { ...config.model, dimension: 512 } };
    assert.deepEqual(distinctConditions([config, longer, wide]).map(conditionsText), [
      'omniglot-small, conv4, dim 64',
      'omniglot-small, conv4, dim 512',
    ]);
  });
});
