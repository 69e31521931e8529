import path from 'node:path';
import { defineCommand } from 'citty';
import { engineRequests, type EngineRequest } from '../../lab/engine/engine';
import { retrievalDistances, type RetrievalDistance } from '../../lab/retrieval/nearness';
import { embeddedSplits, type EmbeddedSplit } from '../embedRun';
import { evaluate as score, type Evaluation } from '../evaluate';
import { duration } from '../../protocol/duration';
import { scoresInWords } from '../numbers';
import { UsageError } from '../usageError';
import { wholeNumber, wholeNumbers } from '../wholeNumbers';

export const evaluate = defineCommand({
  meta: {
    name: 'evaluate',
    description: 'Score saved embeddings, or those of a run: Recall@K, R-Precision and MAP@R',
  },
  args: {
    embeddings: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Embeddings [rows, numbers], .npy or .safetensors: each row is a query',
    },
    run: {
      type: 'string',
      valueHint: 'ID',
      description: "Embed by a finished run's best weights instead; latest: the newest of the workspace",
    },
    split: {
      type: 'enum',
      options: [...embeddedSplits],
      default: 'test',
      description: 'With --run, the classes to embed',
    },
    save: {
      type: 'string',
      valueHint: 'FILE',
      description: 'With --run, write embeddings and labels to a .safetensors file',
    },
    data: { type: 'string', valueHint: 'DIR', description: 'With --run, a folder to look for data sets in' },
    out: {
      type: 'string',
      valueHint: 'DIR',
      description: "With --run, read the runs of DIR/runs (default: the workspace's .metric-lab)",
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
    rerank: {
      type: 'enum',
      options: ['kReciprocal'],
      description: 'Score items re-ranked by mutual neighbours, too, and give --neighbours in that order',
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
    const { gallery } = args;
    checkTogether(args);
    const evaluation = await score(
      {
        queries:
          args.embeddings === undefined
            ? {
                ...{ run: args.run!, split: args.split as EmbeddedSplit, data: args.data, out: args.out },
                save: resolved(args.save),
              }
            : { embeddings: path.resolve(args.embeddings), labels: resolved(args.labels) },
        gallery:
          gallery === undefined
            ? undefined
            : { embeddings: path.resolve(gallery), labels: resolved(args['gallery-labels']) },
        recallAt: wholeNumbers('--recall', args.recall, 1),
        distance: args.distance as RetrievalDistance,
        neighbours: args.neighbours === undefined ? null : wholeNumber('--neighbours', args.neighbours, 1),
        rerank: args.rerank !== undefined,
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

type Given = Readonly<Record<string, unknown>>;

/** What each option needs beside it. */
const needs = {
  labels: 'embeddings',
  gallery: 'embeddings',
  'gallery-labels': 'gallery',
  neighbours: 'json',
  save: 'run',
  data: 'run',
  out: 'run',
} as const;

function checkTogether(args: Given): void {
  if ((args['embeddings'] === undefined) === (args['run'] === undefined)) {
    throw new UsageError("one of '--embeddings' and '--run' is needed");
  }
  for (const [option, other] of Object.entries(needs)) {
    if (args[option] !== undefined && !args[other])
      throw new UsageError(`option '--${option}' needs '--${other}'`);
  }
  const { save } = args;
  if (typeof save === 'string' && path.extname(save) !== '.safetensors') {
    throw new UsageError(`option '--save' takes the name of a .safetensors file; got '${save}'`);
  }
}

const resolved = (file: string | undefined) => (file === undefined ? undefined : path.resolve(file));

function inWords({
  run,
  metrics,
  reranked,
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
queries without another of their class, ${run ? "left out as in the run's record" : 'all misses'}: ${loneQueries}`
      : '';
  const size = `${queries} queries, ${gallery} in the gallery, ${dimension} numbers each, ${distance}; ${duration(seconds)}`;
  const described = Object.entries(space).map(([name, value]) => `${name} ${value.toPrecision(3)}`);
  const again = reranked ? `re-ranked, where every query sees all others:\n${scoresInWords(reranked)}` : '';
  const lines = [
    `${size}${lone}`,
    scoresInWords(metrics),
    again,
    scoresInWords(clustering),
    described.join('  '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
