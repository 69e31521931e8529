/** What an experiment file imports from 'metric-lab': a list by hand. */
import { pairedT } from '../statistics/inference/pairedT';
import { summarise } from '../statistics/inference/summarise';
import { welchT } from '../statistics/inference/welchT';
import { wilcoxon } from '../statistics/inference/wilcoxon';
import { affine } from './augmentations/affine';
import { glyphs } from './datasets/glyphs';
import { imageFolder } from './datasets/imageFolder';
import { meanings } from './datasets/meanings';
import { merged } from './datasets/merged';
import { mosaics } from './datasets/mosaics';
import { omniglot } from './datasets/omniglot';
import { poses } from './datasets/poses';
import { cosineSimilarity } from './distances/cosineSimilarity';
import { dotProduct } from './distances/dotProduct';
import { euclideanDistance } from './distances/euclideanDistance';
import { signalToNoise } from './distances/signalToNoise';
import { squaredEuclideanDistance } from './distances/squaredEuclideanDistance';
import { angular } from './losses/angular';
import { arcFace } from './losses/arcFace';
import { circle } from './losses/circle';
import { clustering } from './losses/clustering';
import { contrastive } from './losses/contrastive';
import { cosFace } from './losses/cosFace';
import { crossBatchMemory } from './losses/crossBatchMemory';
import { fastAp } from './losses/fastAp';
import { generalisedLifted } from './losses/generalisedLifted';
import { graphContrastive } from './losses/graphContrastive';
import { hardnessAware } from './losses/hardnessAware';
import { histogram } from './losses/histogram';
import { interclassAdversary } from './losses/interclassAdversary';
import { invariantSpreading } from './losses/invariantSpreading';
import { liftedStructure } from './losses/liftedStructure';
import { logRatio } from './losses/logRatio';
import { manifold } from './losses/manifold';
import { margin } from './losses/margin';
import { multipleInstance } from './losses/multipleInstance';
import { multiSimilarity } from './losses/multiSimilarity';
import { normalisedSoftmax } from './losses/normalisedSoftmax';
import { nPair } from './losses/nPair';
import { ntXent } from './losses/ntXent';
import { proxyAnchor } from './losses/proxyAnchor';
import { proxyNca } from './losses/proxyNca';
import { proxyNcaPlusPlus } from './losses/proxyNcaPlusPlus';
import { proxyTriplet } from './losses/proxyTriplet';
import { rankedList } from './losses/rankedList';
import { repMet } from './losses/repMet';
import { similarityContrastive } from './losses/similarityContrastive';
import { smoothAp } from './losses/smoothAp';
import { softTriple } from './losses/softTriple';
import { supCon } from './losses/supCon';
import { symmetricTriplet } from './losses/symmetricTriplet';
import { topKPrecision } from './losses/topKPrecision';
import { triplet } from './losses/triplet';
import { tripletUpperBound } from './losses/tripletUpperBound';
import { adjustedMutualInformation } from './metrics/adjustedMutualInformation';
import { adjustedRandIndex } from './metrics/adjustedRandIndex';
import { alignment } from './metrics/alignment';
import { averagePrecision } from './metrics/averagePrecision';
import { averagePrecisionAtR } from './metrics/averagePrecisionAtR';
import { classDistances } from './metrics/classDistances';
import { cumulativeSpectralGradient } from './metrics/cumulativeSpectralGradient';
import { kReciprocal } from './metrics/kReciprocal';
import { metricFusion } from './metrics/metricFusion';
import { normalisedMutualInformation } from './metrics/normalisedMutualInformation';
import { pairF1 } from './metrics/pairF1';
import { precisionAtK } from './metrics/precisionAtK';
import { recallAtK } from './metrics/recallAtK';
import { reciprocalRank } from './metrics/reciprocalRank';
import { retrievalScores } from './metrics/retrievalScores';
import { rPrecision } from './metrics/rPrecision';
import { spectralDecay } from './metrics/spectralDecay';
import { uniformity } from './metrics/uniformity';
import { angularTriplets } from './miners/angularTriplets';
import { batchEasyHard } from './miners/batchEasyHard';
import { batchHard } from './miners/batchHard';
import { binnedNegatives } from './miners/binnedNegatives';
import { distanceWeighted } from './miners/distanceWeighted';
import { hardAwareCascade } from './miners/hardAwareCascade';
import { multiSimilarityPairs } from './miners/multiSimilarityPairs';
import { pairMargin } from './miners/pairMargin';
import { rhoRegularised } from './miners/rhoRegularised';
import { spanningTree } from './miners/spanningTree';
import { tripletMargin } from './miners/tripletMargin';
import { channelHeads } from './models/channelHeads';
import { conv4 } from './models/conv4';
import { mlp } from './models/mlp';
import { mobilenet } from './models/mobilenet';
import { resnet18 } from './models/resnet18';
import { resnet50 } from './models/resnet50';
import { unitSlices } from './models/unitSlices';
import { vit } from './models/vit';
import { centreInvariant } from './regularizers/centreInvariant';
import { centreSparsity } from './regularizers/centreSparsity';
import { covariance } from './regularizers/covariance';
import { embeddingNorm } from './regularizers/embeddingNorm';
import { headSeparation } from './regularizers/headSeparation';
import { regularFace } from './regularizers/regularFace';
import { spreadOut } from './regularizers/spreadOut';
import { zeroMean } from './regularizers/zeroMean';
import { category } from './samplers/category';
import { divideAndConquer } from './samplers/divideAndConquer';
import { hierarchical } from './samplers/hierarchical';
import { interclassCharacteristics } from './samplers/interclassCharacteristics';
import { mPerClass } from './samplers/mPerClass';
import { samplingPolicy } from './samplers/samplingPolicy';
import { stochasticClassMining } from './samplers/stochasticClassMining';
import { uniform } from './samplers/uniform';
import { adam } from './training/adam';
import { adamW } from './training/adamW';
import { rmsprop } from './training/rmsprop';
import { integer, logUniform, over, uniform as uniformNumber } from './training/search';
import { sgd } from './training/sgd';

/** Data sets. */
export const data = { omniglot, glyphs, imageFolder, meanings, merged, mosaics, poses };

/** Random changes of training images: `augmentations.affine({ rotation: 10 })`. */
export const augmentations = { affine };

/** Losses: `configure` makes those on pairs ready to train with, `withProxies` those with proxies. */
export const losses = {
  angular,
  arcFace,
  circle,
  clustering,
  contrastive,
  cosFace,
  crossBatchMemory,
  fastAp,
  generalisedLifted,
  graphContrastive,
  hardnessAware,
  histogram,
  interclassAdversary,
  invariantSpreading,
  liftedStructure,
  logRatio,
  manifold,
  margin,
  multiSimilarity,
  multipleInstance,
  nPair,
  normalisedSoftmax,
  ntXent,
  proxyAnchor,
  proxyNca,
  proxyNcaPlusPlus,
  proxyTriplet,
  rankedList,
  repMet,
  similarityContrastive,
  smoothAp,
  softTriple,
  supCon,
  symmetricTriplet,
  topKPrecision,
  triplet,
  tripletUpperBound,
};

/** What is added to a loss: `withRegularizer(losses.contrastive, regularizers.zeroMean, { weight: 0.1 })`. */
export const regularizers = {
  centreInvariant,
  centreSparsity,
  covariance,
  embeddingNorm,
  headSeparation,
  regularFace,
  spreadOut,
  zeroMean,
};

/** Networks: `models.conv4({ channels: 32 })`. */
export const models = { channelHeads, conv4, mlp, mobilenet, resnet18, resnet50, unitSlices, vit };

/** How weights move: `optimizers.adam({ learningRate: 0.001 })`. */
export const optimizers = { adam, adamW, rmsprop, sgd };

/** What settings to look for, and where: `search.over({ margin: search.uniform(0.1, 0.5) }, ...)`. */
export const search = { over, uniform: uniformNumber, logUniform, integer };

/** Which samples make a batch; ready with `configure`. */
export const samplers = {
  category,
  divideAndConquer,
  hierarchical,
  interclassCharacteristics,
  mPerClass,
  samplingPolicy,
  stochasticClassMining,
  uniform,
};

/** Which pairs of a batch count. */
export const miners = {
  angularTriplets,
  batchEasyHard,
  batchHard,
  binnedNegatives,
  distanceWeighted,
  hardAwareCascade,
  multiSimilarityPairs,
  pairMargin,
  rhoRegularised,
  spanningTree,
  tripletMargin,
};

/** How near rows are. */
export const distances = {
  cosineSimilarity,
  dotProduct,
  euclideanDistance,
  signalToNoise,
  squaredEuclideanDistance,
};

/** Scores of retrieval, of clusterings, and of embedding spaces. */
export const metrics = {
  adjustedMutualInformation,
  adjustedRandIndex,
  alignment,
  averagePrecision,
  averagePrecisionAtR,
  classDistances,
  cumulativeSpectralGradient,
  kReciprocal,
  metricFusion,
  normalisedMutualInformation,
  pairF1,
  rPrecision,
  precisionAtK,
  recallAtK,
  reciprocalRank,
  spectralDecay,
  uniformity,
  retrievalScores,
};

/** What the scores of several runs say: intervals, and tests of one method against another. */
export const statistics = { pairedT, summarise, welchT, wilcoxon };

export {
  defineExperiment,
  type ExperimentDefinition,
  type SamplerDefinition,
  type VariantDefinition,
} from './training/defineExperiment';
export type { Claim, Experiment, MetricName, Variant } from './training/experiment';
export type { Optimizer } from './training/optimizer';
export type { Distribution, Search, SearchDefinition, Settings, Space } from './training/search';
export type { Head, Model, ModelVariables, Tensors } from './models/model';
export type { DataFolders, Dataset, ImageSet, Splits } from './datasets/dataset';
export { classFolds, type Fold, type FoldSettings } from './datasets/folds';
export type { Augmentation } from './augmentations/augmentation';
export type {
  AdaptiveSampler,
  Batch,
  ConfiguredSampler,
  Observation,
  TrainingFacts,
} from './samplers/configured';
export { configure, type LossDefinition } from './training/configure';
export type { Criterion, CriterionInputs, Sizes } from './training/criterion';
export { withAuxiliaryEncoder } from './training/withAuxiliaryEncoder';
export { withBeta } from './training/withBeta';
export { withCentroids } from './training/withCentroids';
export { withDistanceWeighting } from './training/withDistanceWeighting';
export { withGrid } from './training/withGrid';
export { withHardSynthesis } from './training/withHardSynthesis';
export { withHeads } from './training/withHeads';
export { withInstances } from './training/withInstances';
export { withJudgements } from './training/withJudgements';
export { withMemory } from './training/withMemory';
export { withProxies } from './training/withProxies';
export { withRegularizer } from './training/withRegularizer';
export { withRhoRegularisation } from './training/withRhoRegularisation';
export { withSamplingPolicy } from './training/withSamplingPolicy';
export { withSchedule } from './training/withSchedule';
export { withSides } from './training/withSides';
export { withSignatures } from './training/withSignatures';
export { withSlices } from './training/withSlices';
export { withTargets } from './training/withTargets';
export { withMiner, type Miner } from './training/withMiner';

// What the ideas stand on, for an idea that stands in an experiment file.
export { checkBatch, checkRows, described } from './core/checkBatch';
export { classPairs } from './core/classPairs';
export { crossEntropy } from './core/crossEntropy';
export { above, constant, detached } from './core/detached';
export { gradientReversal } from './core/gradientReversal';
export type { HostTensor, HostTensors } from './core/hostTensors';
export { inverse } from './core/inverse';
export { LabError } from './core/labError';
export { firstLargest, firstSmallest } from './core/extremes';
export { magnitude } from './core/magnitude';
export { first, logOnePlusSumExp, logSumExp, masked, maskedMax, maskedMin } from './core/masked';
export { bothNormalised, normalised } from './core/normalised';
export { kMeans, matchedClusters } from './core/kMeans';
export { membersOf, someOf } from './core/members';
export { choice, withDefaults } from './core/options';
export { pairCrossEntropy } from './core/pairCrossEntropy';
export { everyOther, pairs, refuseReference, type PairMasks, type Pairs, type Reference } from './core/pairs';
export { checkNotNegative } from './core/notNegative';
export { checkPositive } from './core/positive';
export { checkPositiveInteger } from './core/positiveInteger';
export { checkProxies, ownClass } from './core/proxies';
export { random, shuffled, type Random } from './core/random';
export { repeat, type Turn } from './core/repeat';
export { atLeastOne, reduce, reductions, type Reduction } from './core/reduce';
export { root } from './core/root';
export { softHistogram } from './core/softHistogram';
export { softplus } from './core/softplus';
export { classesBySuperClass } from './core/superClasses';
export { unitRows } from './core/unitRows';
export { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from './core/tf';
export { countTriplets } from './core/tripletCounts';
export { reduceTriplets, type TripletOptions } from './core/triplets';
export {
  contingency,
  entropy,
  mutualInformation,
  pairsOf,
  sharedPairs,
  type Contingency,
} from './numeric/contingency';
export { checkEmbedded, rowsByLabel, type Embedded } from './numeric/embedded';
export type { Fusion } from './metrics/metricFusion';
export { squaredBetween, type OfRows } from './numeric/squaredBetween';
export { eigenvalues, singularValues } from './numeric/singularValues';
export { neighbours } from './retrieval/neighbours';
export { searchDefaults, type SearchSettings } from './retrieval/searchSettings';
export { memberBytes, WeightedSets, type WeightedSet } from './retrieval/weightedSets';
export { pairwiseDistance, type DistanceName } from './distances/pairwiseDistance';
export type { Memory } from './losses/crossBatchMemory';
export {
  batchHard,
  centreSparsity,
  cosineSimilarity,
  dotProduct,
  euclideanDistance,
  multiSimilarityPairs,
  nPair,
  squaredEuclideanDistance,
  summarise,
};
export { pairedDifferences } from '../statistics/pairedDifferences';
export { studentTCriticalValue, studentTPValue } from '../statistics/studentT';
export type { TestResult } from '../statistics/testResult';
export type { SampleSummary } from '../statistics/inference/summarise';
export { noAverage, type Synthesis } from './losses/hardnessAware';
export type { Projector } from './losses/interclassAdversary';
export { distanceWeighted, drawn } from './miners/distanceWeighted';
