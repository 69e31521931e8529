import assert from 'node:assert/strict';
import type { ReportedRow } from '../../../src/protocol/results';
import {
  conditionsText,
  differences,
  differenceText,
  distinctConditions,
  shortDifferences,
} from '../../../src/webview/model/comparability';
import { figureOf, nearFigures } from '../../../src/webview/model/nearFigures';
import { config, paper, run } from '../../fixtures/results/snapshots';

const figure: ReportedRow = {
  dataset: 'Omniglot small',
  method: 'Circle',
  backbone: 'Conv-4',
  dimension: 64,
  metrics: { 'R@1': 70 },
  source: 'Table 1',
  verified: true,
};

/** A paper that says at which size it sees its images, and nothing else. */
const protocol = { input: 'resize 32, crop 28' };
const sized = { ...config, data: { ...config.data, options: { protocol: 'small', size: 28 } } };
/** A run that goes on has not selected a step yet: all other conditions can be compared. */
const going = run({ id: 'going', config: sized, test: null, selectedOn: null });
const short = (...args: Parameters<typeof differences>) => shortDifferences(differences(...args));

describe('comparability', () => {
  it('holds where data, split, network, dimension and image size are ours, however they are spelt', () => {
    assert.deepEqual(differences(figure, protocol, [going]), []);
  });

  it('names each condition that differs, ours beside theirs', () => {
    const other = { ...figure, dataset: 'CUB-200-2011', backbone: 'BN-Inception', dimension: 512 };
    const apart = differences(other, { input: '256 resize, 227 crop' }, [going]);
    assert.equal(shortDifferences(apart), 'data, net, dim 512 vs 64, image size 227 vs 28');
    assert.equal(differenceText(apart[0]!), 'data CUB-200-2011, here omniglot');
    assert.equal(differenceText(apart[3]!), 'image size 227, here 28');
  });

  it('does not take another split of the same data set for the same', () => {
    assert.equal(short({ ...figure, dataset: 'Omniglot' }, protocol, [going]), 'split not stated');
    assert.equal(short({ ...figure, dataset: 'Omniglot large' }, protocol, [going]), 'data');
  });

  it('counts what a paper does not state, and what a run does not record, as different', () => {
    const bare = { ...figure, backbone: null, dimension: null };
    assert.equal(short(bare, {}, [going]), 'net, dim and image size not stated');
    const unsized = run({ ...going, config });
    assert.equal(short(figure, protocol, [unsized]), 'image size');
    assert.match(differenceText(differences(figure, protocol, [unsized])[0]!), /28, here not recorded/);
  });

  it('names the selection of a scored run, since no paper states its own', () => {
    const scored = run({ id: 'scored', config: sized });
    assert.equal(short(figure, protocol, [scored]), 'selection not stated');
    assert.equal(
      differenceText(differences(figure, protocol, [scored])[0]!),
      'selection not stated, here validation',
    );
  });

  it('is judged against the nearest of our runs', () => {
    const wide = run({ ...going, config: { ...sized, model: { ...config.model, dimension: 512 } } });
    assert.deepEqual(differences({ ...figure, dimension: 512 }, protocol, [going, wide]), []);
  });

  it('has nothing to say without runs', () => {
    assert.deepEqual(differences(figure, protocol, []), []);
  });

  it('knows our runs apart by these conditions alone, and takes the scored ones where there are any', () => {
    const longer = run({ id: 'longer', config: { ...config, steps: 6000 } });
    const wide = run({ id: 'wide', config: { ...config, model: { ...config.model, dimension: 512 } } });
    const all = [going, run({ id: 'first' }), longer, wide];
    assert.deepEqual(
      distinctConditions(all).map(({ id }) => id),
      ['first', 'wide'],
    );
    assert.equal(conditionsText(wide.config), 'omniglot-small, conv4, dim 512');
    assert.deepEqual(distinctConditions([going]), [going]);
  });
});

describe('the figures beside our runs', () => {
  const card = (...reported: readonly ReportedRow[]) => ({ ...paper, protocol, reported });

  it('are those that differ least, each with what it differs in, those first that were checked', () => {
    const wide = { ...figure, dimension: 512 };
    const unchecked = { ...figure, source: 'a survey', verified: false };
    const near = nearFigures(card(wide, unchecked, figure), [going]);
    assert.deepEqual(
      near.map(({ figure: { source }, method, apart }) => [source, method, apart]),
      [
        ['Table 1', null, []],
        ['a survey', null, []],
      ],
    );
    assert.equal(shortDifferences(nearFigures(card(wide), [going])[0]!.apart), 'dim 512 vs 64');
  });

  it('are a few, with their methods where the paper reports several', () => {
    const methods = ['a', 'b', 'c', 'd'].map((method) => ({ ...figure, method }));
    assert.deepEqual(
      nearFigures(card(...methods), [going]).map(({ method }) => method),
      ['a', 'b', 'c'],
    );
  });

  it('are none without a paper, without figures and without runs', () => {
    assert.deepEqual(nearFigures(null, [going]), []);
    assert.deepEqual(nearFigures(card(), [going]), []);
    assert.deepEqual(nearFigures(card(figure), []), []);
  });

  it('stand under our names of the scores', () => {
    const named = { ...figure, metrics: { 'P@1': 70.5, RP: 40 } };
    assert.equal(figureOf(named, 'R@1'), 70.5);
    assert.equal(figureOf(named, 'R-Precision'), 40);
    assert.equal(figureOf(named, 'MAP@R'), undefined);
  });
});
