/** Every idea of the lab, and of the statistics of its runs, by hand; a test holds the list against the folders. */
import * as cosineSimilarity from './distances/cosineSimilarity';
import * as dotProduct from './distances/dotProduct';
import * as euclideanDistance from './distances/euclideanDistance';
import * as signalToNoise from './distances/signalToNoise';
import * as squaredEuclideanDistance from './distances/squaredEuclideanDistance';
import * as angular from './losses/angular';
import * as arcFace from './losses/arcFace';
import * as circle from './losses/circle';
import * as clustering from './losses/clustering';
import * as contrastive from './losses/contrastive';
import * as cosFace from './losses/cosFace';
import * as crossBatchMemory from './losses/crossBatchMemory';
import * as fastAp from './losses/fastAp';
import * as generalisedLifted from './losses/generalisedLifted';
import * as graphContrastive from './losses/graphContrastive';
import * as hardnessAware from './losses/hardnessAware';
import * as histogram from './losses/histogram';
import * as interclassAdversary from './losses/interclassAdversary';
import * as invariantSpreading from './losses/invariantSpreading';
import * as liftedStructure from './losses/liftedStructure';
import * as logRatio from './losses/logRatio';
import * as manifold from './losses/manifold';
import * as margin from './losses/margin';
import * as multipleInstance from './losses/multipleInstance';
import * as multiSimilarity from './losses/multiSimilarity';
import * as normalisedSoftmax from './losses/normalisedSoftmax';
import * as nPair from './losses/nPair';
import * as ntXent from './losses/ntXent';
import * as proxyAnchor from './losses/proxyAnchor';
import * as proxyNca from './losses/proxyNca';
import * as proxyNcaPlusPlus from './losses/proxyNcaPlusPlus';
import * as proxyTriplet from './losses/proxyTriplet';
import * as rankedList from './losses/rankedList';
import * as repMet from './losses/repMet';
import * as similarityContrastive from './losses/similarityContrastive';
import * as smoothAp from './losses/smoothAp';
import * as softTriple from './losses/softTriple';
import * as supCon from './losses/supCon';
import * as symmetricTriplet from './losses/symmetricTriplet';
import * as topKPrecision from './losses/topKPrecision';
import * as triplet from './losses/triplet';
import * as tripletUpperBound from './losses/tripletUpperBound';
import * as adjustedMutualInformation from './metrics/adjustedMutualInformation';
import * as adjustedRandIndex from './metrics/adjustedRandIndex';
import * as alignment from './metrics/alignment';
import * as averagePrecision from './metrics/averagePrecision';
import * as averagePrecisionAtR from './metrics/averagePrecisionAtR';
import * as classDistances from './metrics/classDistances';
import * as cumulativeSpectralGradient from './metrics/cumulativeSpectralGradient';
import * as kReciprocal from './metrics/kReciprocal';
import * as metricFusion from './metrics/metricFusion';
import * as normalisedMutualInformation from './metrics/normalisedMutualInformation';
import * as pairF1 from './metrics/pairF1';
import * as precisionAtK from './metrics/precisionAtK';
import * as recallAtK from './metrics/recallAtK';
import * as reciprocalRank from './metrics/reciprocalRank';
import * as rPrecision from './metrics/rPrecision';
import * as spectralDecay from './metrics/spectralDecay';
import * as uniformity from './metrics/uniformity';
import * as angularTriplets from './miners/angularTriplets';
import * as batchEasyHard from './miners/batchEasyHard';
import * as batchHard from './miners/batchHard';
import * as binnedNegatives from './miners/binnedNegatives';
import * as distanceWeighted from './miners/distanceWeighted';
import * as hardAwareCascade from './miners/hardAwareCascade';
import * as multiSimilarityPairs from './miners/multiSimilarityPairs';
import * as pairMargin from './miners/pairMargin';
import * as rhoRegularised from './miners/rhoRegularised';
import * as spanningTree from './miners/spanningTree';
import * as tripletMargin from './miners/tripletMargin';
import * as centreInvariant from './regularizers/centreInvariant';
import * as centreSparsity from './regularizers/centreSparsity';
import * as covariance from './regularizers/covariance';
import * as embeddingNorm from './regularizers/embeddingNorm';
import * as headSeparation from './regularizers/headSeparation';
import * as regularFace from './regularizers/regularFace';
import * as spreadOut from './regularizers/spreadOut';
import * as zeroMean from './regularizers/zeroMean';
import * as category from './samplers/category';
import * as divideAndConquer from './samplers/divideAndConquer';
import * as hierarchical from './samplers/hierarchical';
import * as interclassCharacteristics from './samplers/interclassCharacteristics';
import * as mPerClass from './samplers/mPerClass';
import * as samplingPolicy from './samplers/samplingPolicy';
import * as stochasticClassMining from './samplers/stochasticClassMining';
import * as uniform from './samplers/uniform';
import * as pairedT from '../statistics/inference/pairedT';
import * as summarise from '../statistics/inference/summarise';
import * as welchT from '../statistics/inference/welchT';
import * as wilcoxon from '../statistics/inference/wilcoxon';

/** A file with an idea: a function of the file's name, and its settings where it has any. */
export type IdeaModule = Readonly<Record<string, unknown>> & {
  readonly defaults?: object;
  readonly variants?: Readonly<Record<string, object>>;
};

export interface Idea {
  /** `loss/circle` */
  readonly id: string;
  readonly kind: Kind;
  /** The function's name, and the file's. */
  readonly name: string;
  readonly module: IdeaModule;
}

type Kind = 'loss' | 'regularizer' | 'sampler' | 'miner' | 'distance' | 'metric' | 'statistic';

const kinds: Readonly<Record<Kind, Readonly<Record<string, IdeaModule>>>> = {
  loss: {
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
  },
  regularizer: {
    centreInvariant,
    centreSparsity,
    covariance,
    embeddingNorm,
    headSeparation,
    regularFace,
    spreadOut,
    zeroMean,
  },
  sampler: {
    category,
    divideAndConquer,
    hierarchical,
    interclassCharacteristics,
    mPerClass,
    samplingPolicy,
    stochasticClassMining,
    uniform,
  },
  distance: {
    cosineSimilarity,
    dotProduct,
    euclideanDistance,
    signalToNoise,
    squaredEuclideanDistance,
  },
  miner: {
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
  },
  metric: {
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
  },
  statistic: { pairedT, summarise, welchT, wilcoxon },
};

export const catalogue: readonly Idea[] = Object.entries(kinds).flatMap(([kind, modules]) =>
  Object.entries(modules).map(([name, module]) => ({
    id: `${kind}/${name}`,
    kind: kind as Kind,
    name,
    module,
  })),
);

/** The idea that a function of the lab belongs to; undefined for a function from elsewhere, such as a pasted one. */
export function ideaOf(f: unknown): Idea | undefined {
  return catalogue.find(({ name, module }) => module[name] === f);
}
