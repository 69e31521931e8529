import { angular } from '../../src/lab/losses/angular';
import { arcFace } from '../../src/lab/losses/arcFace';
import { circle } from '../../src/lab/losses/circle';
import { clustering } from '../../src/lab/losses/clustering';
import { contrastive } from '../../src/lab/losses/contrastive';
import { cosFace } from '../../src/lab/losses/cosFace';
import { fastAp } from '../../src/lab/losses/fastAp';
import { generalisedLifted } from '../../src/lab/losses/generalisedLifted';
import { graphContrastive } from '../../src/lab/losses/graphContrastive';
import { histogram } from '../../src/lab/losses/histogram';
import { invariantSpreading } from '../../src/lab/losses/invariantSpreading';
import { liftedStructure } from '../../src/lab/losses/liftedStructure';
import { logRatio } from '../../src/lab/losses/logRatio';
import { manifold } from '../../src/lab/losses/manifold';
import { margin } from '../../src/lab/losses/margin';
import { multipleInstance } from '../../src/lab/losses/multipleInstance';
import { multiSimilarity } from '../../src/lab/losses/multiSimilarity';
import { normalisedSoftmax } from '../../src/lab/losses/normalisedSoftmax';
import { nPair } from '../../src/lab/losses/nPair';
import { ntXent } from '../../src/lab/losses/ntXent';
import { proxyAnchor } from '../../src/lab/losses/proxyAnchor';
import { proxyNca } from '../../src/lab/losses/proxyNca';
import { proxyNcaPlusPlus } from '../../src/lab/losses/proxyNcaPlusPlus';
import { proxyTriplet } from '../../src/lab/losses/proxyTriplet';
import { rankedList } from '../../src/lab/losses/rankedList';
import { repMet } from '../../src/lab/losses/repMet';
import { similarityContrastive } from '../../src/lab/losses/similarityContrastive';
import { smoothAp } from '../../src/lab/losses/smoothAp';
import { softTriple } from '../../src/lab/losses/softTriple';
import { supCon } from '../../src/lab/losses/supCon';
import { symmetricTriplet } from '../../src/lab/losses/symmetricTriplet';
import { topKPrecision } from '../../src/lab/losses/topKPrecision';
import { triplet } from '../../src/lab/losses/triplet';
import { tripletUpperBound } from '../../src/lab/losses/tripletUpperBound';
import { zeroMean } from '../../src/lab/regularizers/zeroMean';
import { configure } from '../../src/lab/training/configure';
import type { Criterion } from '../../src/lab/training/criterion';
import { withBeta } from '../../src/lab/training/withBeta';
import { withCentroids } from '../../src/lab/training/withCentroids';
import { withDistanceWeighting } from '../../src/lab/training/withDistanceWeighting';
import { withGrid } from '../../src/lab/training/withGrid';
import { withInstances } from '../../src/lab/training/withInstances';
import { withJudgements } from '../../src/lab/training/withJudgements';
import { withHeads } from '../../src/lab/training/withHeads';
import { withMemory } from '../../src/lab/training/withMemory';
import { withProxies } from '../../src/lab/training/withProxies';
import { withRegularizer } from '../../src/lab/training/withRegularizer';
import { withSides } from '../../src/lab/training/withSides';
import { withTargets } from '../../src/lab/training/withTargets';

/** Every kind of loss, by a name. */
export const criteria: Record<string, Criterion> = {
  circle: configure(circle),
  'circle of the batch': configure(circle, { reduction: 'batch' }),
  contrastive: configure(contrastive),
  angular: configure(angular, { nPairWeight: 1 }),
  'contrastive, SNR': configure(contrastive, { distance: 'signalToNoise', normalise: false }),
  'generalised lifted': configure(generalisedLifted),
  'lifted structure': configure(liftedStructure),
  'N-pair': configure(nPair),
  'NT-Xent': configure(ntXent, { otherPositives: false }),
  SupCon: configure(supCon),
  'SupCon, in': configure(supCon, { form: 'in' }),
  FastAP: configure(fastAp),
  histogram: configure(histogram),
  margin: withBeta(margin),
  'margin, one boundary, distance-weighted': withBeta(margin, { nu: 0.1 }, { perClass: false }, { draws: 2 }),
  'Smooth-AP': configure(smoothAp, { temperature: 0.1 }),
  'top-k precision': configure(topKPrecision, { k: 2 }),
  'multi-similarity': configure(multiSimilarity),
  'ranked list': configure(rankedList),
  'similarity contrastive': configure(similarityContrastive),
  'triplet, semi-hard': configure(triplet),
  'triplet, all': configure(triplet, { mining: 'all', smooth: true }),
  'triplet, swapped': configure(triplet, { mining: 'all', swap: true }),
  'triplet, batch-hard': configure(triplet, { mining: 'batchHard' }),
  ArcFace: withProxies(arcFace, { monotone: true }),
  'ArcFace with sub-centres': withProxies(arcFace, { centres: 3 }),
  CosFace: withProxies(cosFace),
  'normalised softmax': withProxies(normalisedSoftmax),
  'proxy anchor': withProxies(proxyAnchor),
  'proxy triplet': withProxies(proxyTriplet),
  'ProxyNCA++': withProxies(proxyNcaPlusPlus),
  ProxyNCA: withProxies(proxyNca),
  SoftTriple: withProxies(softTriple, { centres: 3 }),
  'cross-batch memory': withMemory(contrastive, { size: 20, warmUp: 2 }),
  'heads with an adversary': withHeads(contrastive, { heads: 2, adversary: 1, hidden: 4 }),
  'zero mean': withRegularizer(contrastive, zeroMean, { weight: 0.1 }),
  'distance-weighted': withDistanceWeighting(triplet, { draws: 2 }, { mining: 'all' }),
  clustering: configure(clustering, { clusters: 4 }),
  'graph-structured contrastive': withGrid(graphContrastive, {}, { side: 2, balanced: true }),
  'invariant spreading': withInstances(invariantSpreading),
  'invariant spreading, of the authors': withInstances(invariantSpreading, { form: 'authors' }),
  'log-ratio': withTargets(logRatio, { everyAnchor: true }),
  manifold: withProxies(manifold),
  'multiple instance': withSides(multipleInstance),
  RepMet: withProxies(repMet, { centres: 2 }),
  'RepMet with background': withProxies(repMet, { centres: 2, background: true }),
  'symmetric triplet': withJudgements(symmetricTriplet, {}, { noise: 0.3 }),
  'triplet upper bound': withCentroids(tripletUpperBound),
};
