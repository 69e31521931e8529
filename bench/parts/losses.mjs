/** Forward and backward of each loss, on embeddings of 512 numbers. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pairOperations } from './train.mjs';

const dimension = 512;
const float = 4;

/** @typedef {{ others?: number, batches?: number, drawn?: boolean, most?: number }} Kind */

/** Settings that are measured beside each loss's defaults. */
const settings = ['contrastiveSignalToNoise', 'tripletAll', 'tripletBatchHard', 'distanceWeighted'];

/**
 * What a batch is compared with where not with itself: proxies, or a memory of so many batches; whether chance decides the
 * value; and the most rows, where time grows with their cube.
 *
 * @type {Readonly<Record<string, Kind>>}
 */
const kinds = {
  arcFace: { others: 100 },
  clustering: { most: 128 },
  cosFace: { others: 100 },
  crossBatchMemory: { batches: 4 },
  distanceWeighted: { drawn: true },
  manifold: { others: 100 },
  normalisedSoftmax: { others: 100 },
  proxyAnchor: { others: 100 },
  proxyNca: { others: 100 },
  proxyNcaPlusPlus: { others: 100 },
  proxyTriplet: { others: 100 },
  repMet: { others: 500 },
  softTriple: { others: 1000 },
  tripletUpperBound: { others: 100 },
};

/** Every loss of the lab: a file each. @type {(root: string) => Record<string, Kind>} */
function losses(root) {
  const files = readdirSync(path.join(root, 'src/lab/losses')).map((file) => path.basename(file, '.ts'));
  return Object.fromEntries([...files, ...settings].sort().map((name) => [name, kinds[name] ?? {}]));
}

/** @type {(options: { root: string }) => import('./compare.mjs').Case[]} */
export function losses128And1024({ root }) {
  return [128, 1024].flatMap((rows) =>
    Object.entries(losses(root))
      .filter(([, { most = rows }]) => rows <= most)
      .map(([name, kind]) => ({
        name: `${name} ${rows}x${dimension}`,
        question: { case: name, rows },
        floor: floorOf(rows, kind),
        tolerance: kind.drawn || kind.batches ? undefined : 1e-3,
      })),
  );
}

/** @type {(rows: number, kind: { others?: number, batches?: number }) => import('./compare.mjs').Floor} */
function floorOf(rows, { others, batches }) {
  const columns = others ?? (batches ?? 1) * rows;
  // Against a constant memory there is one slope, against the batch itself or against proxies there are two.
  const operations =
    batches === undefined
      ? pairOperations(rows, dimension) * (columns / rows)
      : 4 * rows * columns * dimension;
  // The matrix and its slope, written and read once each; the embeddings read, their slope written.
  return { operations, bytes: float * (4 * rows * columns + 2 * rows * dimension) };
}
