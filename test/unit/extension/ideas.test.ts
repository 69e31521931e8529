import assert from 'node:assert/strict';
import type { IdeaEntry } from '../../../src/protocol/idea';
import { ideaCard, originOf } from '../../../src/extension/ideas/ideaCard';
import { ideaNodes, kindNodes, matching } from '../../../src/extension/ideas/ideaTree';

const idea = (id: string, more: Partial<IdeaEntry> = {}): IdeaEntry => {
  const [kind, name] = id.split('/') as [IdeaEntry['kind'], string];
  return {
    ...{ id, kind, name, summary: `${name} in a sentence.`, paper: null, source: null, prefix: `ml-${name}` },
    ...{
      defaults: {},
      variants: {},
      equation: null,
      uncompiled: null,
      body: { typescript: [], javascript: [] },
    },
    ...more,
  };
};

const circle = idea('loss/circle', {
  summary: 'Circle loss: <b>each</b> similarity.',
  paper: { id: 'circle-loss', place: 'equation 6' },
  defaults: { margin: 0.4, gamma: 80, reduction: 'mean' },
  variants: { face: { margin: 0.25, gamma: 256 } },
  equation: ['L = mean_i log(1 + Σ)', '    + Σ'],
});
const sampler = idea('sampler/mPerClass', { uncompiled: 'before the step' });
const angular = idea('loss/angular', { source: 'Wang et al., 2017' });
const all = [circle, sampler, angular];
const titleOf = ({ paper }: IdeaEntry) => (paper ? 'Circle Loss: A Unified Perspective' : '');

describe('the tree of ideas', () => {
  it('has kinds in their order, and ideas by name', () => {
    const shown = kindNodes(all).map((node) => [node.kind, ideaNodes(node).map(({ ideaId }) => ideaId)]);
    assert.deepEqual(shown, [
      ['loss', ['loss/angular', 'loss/circle']],
      ['sampler', ['sampler/mPerClass']],
    ]);
  });

  it('keeps what holds every word of a filter, wherever it stands', () => {
    const found = (filter: string) => matching(all, filter, titleOf).map(({ name }) => name);
    assert.deepEqual(found(''), ['circle', 'mPerClass', 'angular']);
    assert.deepEqual(found('  UNIFIED  loss '), ['circle']);
    assert.deepEqual(found('loss'), ['circle', 'angular']);
    assert.deepEqual(found('gamma'), ['circle']);
    assert.deepEqual(found('face'), ['circle']);
    assert.deepEqual(found('wang'), ['angular']);
    assert.deepEqual(found('circle sampler'), []);
  });
});

describe("an idea's card", () => {
  it('shows equation, settings, origin and goldens, and text as it stands', () => {
    const origin = originOf(circle, () => 'Circle Loss');
    assert.equal(origin, 'Circle Loss, equation 6');
    const goldens = { values: '26/26', gradients: '26/26', 'edge cases': '-' };
    assert.equal(
      ideaCard(circle, origin, goldens),
      [
        '**circle** · loss',
        'Circle loss\\: &lt;b\\>each&lt;/b\\> similarity\\.',
        '```text\nL = mean_i log(1 + Σ)\n    + Σ\n```',
        '|  | default | face |\n| --- | --- | --- |\n| margin | 0\\.4 | 0\\.25 |\n| gamma | 80 | 256 |\n| reduction | mean |  |',
        '*Circle Loss, equation 6*',
        'Golden values: values 26/26, gradients 26/26',
      ].join('\n\n'),
    );
  });

  it('says what there is not', () => {
    const card = ideaCard(sampler, originOf(sampler, String), undefined);
    assert.deepEqual(card.split('\n\n').slice(2), [
      'Golden values: none; proven by its own tests',
      'Not compiled: before the step',
    ]);
    assert.equal(originOf(angular, String), 'Wang et al., 2017');
  });
});
