import { kMeans } from '../lab/core/kMeans';
import { random } from '../lab/core/random';
import { unitRows } from '../lab/core/unitRows';
import { adjustedMutualInformation } from '../lab/metrics/adjustedMutualInformation';
import { adjustedRandIndex } from '../lab/metrics/adjustedRandIndex';
import { classDistances } from '../lab/metrics/classDistances';
import { normalisedMutualInformation } from '../lab/metrics/normalisedMutualInformation';
import { pairF1 } from '../lab/metrics/pairF1';
import { spectralDecay } from '../lab/metrics/spectralDecay';
import type { Embedded } from '../lab/numeric/embedded';
import { spread } from '../lab/numeric/spread';
import type { Metrics } from '../protocol/run';

/**
 * How well k-means with as many clusters as classes finds the classes, fractions of 1. k-means begins once, from seed 0.
 * @param onSphere whether rows are brought to length 1 first
 */
export function clusteringScores({ embeddings, dimension, labels }: Embedded, onSphere: boolean): Metrics {
  const classes = new Set(Array.from(labels)).size;
  const rows = onSphere ? unitRows(embeddings, dimension) : embeddings;
  const clusters = kMeans(rows, dimension, classes, random(0, 'evaluate', 'k-means'), 1);
  return {
    NMI: normalisedMutualInformation(labels, clusters),
    AMI: adjustedMutualInformation(labels, clusters),
    ARI: adjustedRandIndex(labels, clusters),
    F1: pairF1(labels, clusters),
  };
}

/** How embeddings lie in their space. None of these is a fraction of 1. */
export function spaceScores(set: Embedded): Metrics {
  const { intra, inter, ratio } = classDistances(set);
  return {
    'spectral decay': spectralDecay(set),
    'intra-class distance': intra,
    'inter-class distance': inter,
    'intra/inter': ratio,
    spread: spread(set),
  };
}
