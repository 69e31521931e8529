import { adjustedMutualInformation } from '../../../src/lab/metrics/adjustedMutualInformation';
import { adjustedRandIndex } from '../../../src/lab/metrics/adjustedRandIndex';
import { classDistances } from '../../../src/lab/metrics/classDistances';
import { cumulativeSpectralGradient } from '../../../src/lab/metrics/cumulativeSpectralGradient';
import { normalisedMutualInformation } from '../../../src/lab/metrics/normalisedMutualInformation';
import { pairF1 } from '../../../src/lab/metrics/pairF1';
import { spectralDecay, variants } from '../../../src/lab/metrics/spectralDecay';
import type { Embedded } from '../../../src/lab/numeric/embedded';
import { describeGoldens } from '../../support/goldens';
import { sameScores } from '../../support/goldenTable';

describeGoldens('clusterings and embedding spaces against their goldens', (file) => {
  const embedded = (name: string): Embedded => {
    const set = file.metric_sets[name];
    const rows = set?.query ?? file.inputs[name]!.embeddings;
    const labels = set?.query_labels ?? file.inputs[name]!.labels;
    return { embeddings: Float32Array.from(rows.flat()), dimension: rows[0]!.length, labels };
  };

  for (const golden of file.clustering) {
    it(`${golden.set}${golden.normalised ? ', normalised' : ''}`, () => {
      const { labels, ...rest } = embedded(golden.set);
      const given = { labels, ...(golden.normalised ? unit(rest) : rest) };
      const clusters = golden.cluster_labels;
      const scores = [normalisedMutualInformation, adjustedMutualInformation, adjustedRandIndex, pairF1];
      const found = scores.map((score) => score(labels, clusters));
      const ideas = scores.map(({ name }) => `metric/${name}`);
      sameScores(ideas, found, [golden.NMI, golden.AMI, golden.ARI, golden.F1_roth]);
      const decays = [{}, variants.mode2, variants.reversed].map((options) => spectralDecay(given, options));
      const expected = ['rho_spectrum@1', 'rho_spectrum@2', 'rho_spectrum@-1'] as const;
      sameScores(
        decays.map(() => 'metric/spectralDecay'),
        decays,
        expected.map((name) => golden[name]),
      );
      if (golden['dists@intra'] === undefined) return;
      const { intra, inter, ratio } = classDistances(given);
      const distances = ['dists@intra', 'dists@inter', 'dists@intra_over_inter'] as const;
      sameScores(
        distances.map(() => 'metric/classDistances'),
        [intra, inter, ratio],
        distances.map((name) => golden[name]!),
      );
    });
  }

  for (const { input, k_nearest, csg } of file.csg) {
    it(`CSG, ${input}, ${k_nearest} neighbours`, () => {
      const found = cumulativeSpectralGradient(embedded(input), { neighbours: k_nearest });
      sameScores(['metric/cumulativeSpectralGradient'], [found], [csg]);
    });
  }
});

function unit({ embeddings, dimension }: Omit<Embedded, 'labels'>): Omit<Embedded, 'labels'> {
  const length = (row: number) => Math.hypot(...embeddings.subarray(row * dimension, (row + 1) * dimension));
  return { dimension, embeddings: embeddings.map((value, i) => value / length(Math.floor(i / dimension))) };
}
