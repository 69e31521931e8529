import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Prepare } from '../../src/lab/core/prepare';
import { random } from '../../src/lab/core/random';
import type { Engine } from '../../src/lab/engine/engine';
import { retrievalScores } from '../../src/lab/metrics/retrievalScores';
import type { Call, Question } from './worker';

const dimension = 512;
const perClass = 5;
const recallAt = [1, 10, 100, 1000];

/** Recall@K for every K, of rows scattered about the centre of their class, far enough that many are not found. */
export async function prepareRecall(
  { items = 60_502 }: Question,
  folder: string,
  prepare: Prepare,
  { threads }: Pick<Engine, 'threads'>,
): Promise<Call> {
  const { embeddings, labels } = clusters(items);
  await writeFile(path.join(folder, `recall-${items}`), embeddings);
  return async () => {
    const { metrics } = await retrievalScores(
      { embeddings, dimension, labels },
      { recallAt, prepare, threads },
    );
    return Object.fromEntries(recallAt.map((k) => [`R@${k}`, metrics[`R@${k}`]!]));
  };
}

/** Unit rows; those of a class stand apart, as in a shuffled test set. */
function clusters(items: number) {
  const rng = random(0, 'clusters');
  const classes = Math.ceil(items / perClass);
  const labels = Int32Array.from({ length: items }, (_, at) => at % classes);
  const centres = Float32Array.from({ length: classes * dimension }, () => rng.normal());
  const embeddings = new Float32Array(items * dimension);
  for (let item = 0; item < items; item++) {
    const row = embeddings.subarray(item * dimension, (item + 1) * dimension);
    const noise = 1 + 2 * rng.uniform();
    for (let i = 0; i < dimension; i++)
      row[i] = centres[labels[item]! * dimension + i]! + noise * rng.normal();
    const length = Math.hypot(...row);
    for (let i = 0; i < dimension; i++) row[i]! /= length;
  }
  return { embeddings, labels };
}
