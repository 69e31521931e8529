/** What an experiment file imports from 'metric-lab'. */
import { glyphs } from './datasets/glyphs';
import { omniglot } from './datasets/omniglot';

/** Data sets. */
export const data = { omniglot, glyphs };

// What the ideas stand on, for an idea that stands in an experiment file.
export { checkBatch } from './core/checkBatch';
export { above, detached } from './core/detached';
export { LabError } from './core/labError';
export { first, logOnePlusSumExp, logSumExp, maskedMax, maskedMin } from './core/masked';
export { normalised } from './core/normalised';
export { choice, withDefaults } from './core/options';
export { everyOther, pairs, type Pairs, type Reference } from './core/pairs';
export { checkProxies, ownClass } from './core/proxies';
export { atLeastOne, reduce, reductions, type Reduction } from './core/reduce';
export { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from './core/tf';
export { reduceTriplets, softplus, type TripletOptions } from './core/triplets';
export { cosineSimilarity } from './distances/cosineSimilarity';
export { euclideanDistance } from './distances/euclideanDistance';
export { pairwiseDistance, type DistanceName } from './distances/pairwiseDistance';
export { squaredEuclideanDistance } from './distances/squaredEuclideanDistance';
export { batchHard } from './miners/batchHard';
export { multiSimilarityPairs } from './miners/multiSimilarityPairs';
