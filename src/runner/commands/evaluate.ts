import path from 'node:path';
import { defineCommand } from 'citty';
import { engineRequests, type EngineRequest } from '../../lab/engine/engine';
import { retrievalDistances, type RetrievalDistance } from '../../lab/retrieval/nearness';
import { evaluate as score, type Evaluation } from '../evaluate';
import { duration, scoresInWords } from '../numbers';
import { UsageError } from '../usageError';
import { wholeNumber, wholeNumbers } from '../wholeNumbers';

export const evaluate = defineCommand({
  meta: { name: 'evaluate', description: 'Score saved embeddings: Recall@K, R-Precision and MAP@R' },
  args: {
    embeddings: {
      type: 'string',
      required: true,
      valueHint: 'FILE',
      description: 'Embeddings [rows, numbers], .npy or .safetensors: each row is a query',
    },
    labels: {
      type: 'string',
      valueHint: 'FILE',
      description:
        "Their labels [rows], whole numbers (default: 'labels' in the .safetensors of the embeddings)",
    },
    gallery: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Embeddings that are searched (default: all other queries)',
    },
    'gallery-labels': { type: 'string', valueHint: 'FILE', description: "The gallery's labels" },
    recall: { type: 'string', valueHint: 'K', default: '1,10,100,1000', description: 'The K of Recall@K' },
    distance: {
      type: 'enum',
      options: [...retrievalDistances],
      default: 'cosine',
      description: 'What is near; of the dot product, the largest',
    },
    neighbours: {
      type: 'string',
      valueHint: 'K',
      description: "With --json, the indices of each query's K nearest, too",
    },
    clustering: {
      type: 'boolean',
      description: 'Cluster the queries by k-means, too: NMI, AMI, ARI and F1 (slow where classes are many)',
    },
    space: {
      type: 'boolean',
      description: 'Describe the embedding space, too: spectral decay, distances in and between classes',
    },
    memory: {
      type: 'string',
      valueHint: 'MB',
      default: '512',
      description: 'Memory to use besides the embeddings',
    },
    backend: {
      type: 'enum',
      options: [...engineRequests],
      default: 'auto',
      description: 'What computes; auto takes the fastest there is, and doctor tells why',
    },
    json: { type: 'boolean', description: 'Print the scores as JSON; progress goes to standard error' },
  },
  async run({ args }) {
    const { gallery, 'gallery-labels': galleryLabels } = args;
    if (gallery === undefined && galleryLabels !== undefined) {
      throw new UsageError("option '--gallery-labels' needs '--gallery'");
    }
    if (args.neighbours !== undefined && !args.json) {
      throw new UsageError("option '--neighbours' needs '--json'");
    }
    const evaluation = await score(
      {
        queries: { embeddings: path.resolve(args.embeddings), labels: resolved(args.labels) },
        gallery:
          gallery === undefined
            ? undefined
            : { embeddings: path.resolve(gallery), labels: resolved(galleryLabels) },
        recallAt: wholeNumbers('--recall', args.recall, 1),
        distance: args.distance as RetrievalDistance,
        neighbours: args.neighbours === undefined ? null : wholeNumber('--neighbours', args.neighbours, 1),
        clustering: args.clustering ?? false,
        space: args.space ?? false,
        memory: wholeNumber('--memory', args.memory, 1) * 10 ** 6,
        backend: args.backend as EngineRequest,
        programFolder: __dirname,
      },
      args.json ? process.stderr : process.stdout,
    );
    console.log(args.json ? JSON.stringify(evaluation, null, 2) : inWords(evaluation));
  },
});

const resolved = (file: string | undefined) => (file === undefined ? undefined : path.resolve(file));

function inWords({
  metrics,
  clustering = {},
  space = {},
  queries,
  gallery,
  loneQueries,
  dimension,
  distance,
  seconds,
}: Evaluation): string {
  const lone =
    loneQueries > 0
      ? `
queries without another of their class, all misses: ${loneQueries}`
      : '';
  const size = `${queries} queries, ${gallery} in the gallery, ${dimension} numbers each, ${distance}; ${duration(seconds)}`;
  const described = Object.entries(space).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
  const lines = [`${size}${lone}`, scoresInWords(metrics), scoresInWords(clustering), described.join('  ')];
  return lines.filter((line) => line !== '').join('\n');
}
