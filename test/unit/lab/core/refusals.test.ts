import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { angular } from '../../../../src/lab/losses/angular';
import { circle } from '../../../../src/lab/losses/circle';
import { contrastive } from '../../../../src/lab/losses/contrastive';
import { multiSimilarity } from '../../../../src/lab/losses/multiSimilarity';
import { ntXent } from '../../../../src/lab/losses/ntXent';
import { rankedList } from '../../../../src/lab/losses/rankedList';
import { softTriple } from '../../../../src/lab/losses/softTriple';
import { supCon } from '../../../../src/lab/losses/supCon';
import { distanceWeighted } from '../../../../src/lab/miners/distanceWeighted';
import { embeddingNorm } from '../../../../src/lab/regularizers/embeddingNorm';

/** What a file in JavaScript, or a careless one, may give. */
describe('ideas refuse', () => {
  const x = tf.tensor2d([
    [1, 0],
    [0, 1],
  ]);
  const y = tf.tensor1d([0, 0], 'int32');
  const cases: Readonly<Record<string, [call: () => unknown, message: string]>> = {
    'a temperature of 0': [
      () => ntXent(x, y, { temperature: 0 }),
      'ntXent: temperature must be above 0; got 0',
    ],
    'a negative base temperature': [
      () => supCon(x, y, { baseTemperature: -1 }),
      'supCon: baseTemperature must be above 0; got -1',
    ],
    'a factor that is divided by': [
      () => multiSimilarity(x, y, { alpha: 0 }),
      'multiSimilarity: alpha must be above 0; got 0',
    ],
    'a scale that turns pull into push': [
      () => circle(x, y, { gamma: -1 }),
      'circle: gamma must be above 0; got -1',
    ],
    'a power whose slope at 0 is infinite': [
      () => contrastive(x, y, { power: 0.5 }),
      'contrastive: power must be at least 1; got 0.5',
    ],
    'a temperature below 0': [
      () => rankedList(x, y, { negativeTemperature: -1 }),
      'rankedList: negativeTemperature must be at least 0; got -1',
    ],
    'an angle that is none': [
      () => angular(x, y, { alpha: 90 }),
      'angular: alpha must be above 0 and below 90 degrees; got 90',
    ],
    'a distance that no two have': [
      () => distanceWeighted(x, x, 2, { cutoff: 2 }),
      'distanceWeighted: cutoff must be above 0 and below 2, the diameter; got 2',
    ],
    'no centres': [
      () => softTriple(x, y, x, { centres: 0 }),
      'softTriple: rows of a class must be a whole number of at least 1; got 0',
    ],
    'a norm that is none': [() => embeddingNorm(x, { p: 0 }), 'embeddingNorm: p must be at least 1; got 0'],
    'what is no tensor': [
      () => circle([[1, 2]] as unknown as Tensor2D, y),
      'circle: embeddings must be float32 [rows, dimension]; got what is no tensor: 1,2',
    ],
    'options that are none': [
      () => circle(x, y, null as unknown as object),
      'circle: options must be an object; got null',
    ],
  };
  for (const [what, [call, message]] of Object.entries(cases)) {
    it(what, () => assert.throws(call, new LabError(message)));
  }
});
