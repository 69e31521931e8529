import { readFile } from 'node:fs/promises';
import type { Projection } from '../protocol/run';
import { plainFile, readSmall } from './plainFile';
import { runFiles } from './runFiles';
import { decodeSafetensors } from './safetensors';
import { parseProjection } from './schema';

/** Embeddings, row by row. */
export interface ProjectedEmbeddings {
  readonly values: Float32Array;
  readonly dimension: number;
}

const mostJsonBytes = 8 << 20;
const mostEmbeddingBytes = 64 << 20;
const mostPoints = 20_000;

/**
 * Where a run's embeddings lie in the plane.
 * @returns null where the run has no such file
 * @throws Error that names the file and what is wrong with it
 */
export async function readProjection(folder: string): Promise<Projection | null> {
  const json = await readSmall(runFiles(folder).projection, mostJsonBytes);
  if (json === null) return null;
  const parsed = parseProjection(json);
  if ('problem' in parsed) throw new Error(`projection.json: ${parsed.problem}`);
  const { points } = parsed.value;
  if (points.length > mostPoints) throw new Error(`projection.json: ${points.length} points are too many`);
  return parsed.value;
}

/**
 * The embeddings of the projection's points.
 * @param points how many there are
 * @throws Error that names the file and what is wrong with it
 */
export async function readProjectedEmbeddings(folder: string, points: number): Promise<ProjectedEmbeddings> {
  const file = runFiles(folder).projectedEmbeddings;
  const { size } = await plainFile(file);
  if (size > mostEmbeddingBytes) throw new Error(`projection.safetensors: ${size} bytes are too many`);
  const tensor = decodeSafetensors(await readFile(file)).tensors['embeddings'];
  const [rows, dimension] = tensor?.shape ?? [];
  if (
    tensor?.dtype !== 'float32' ||
    rows !== points ||
    dimension === undefined ||
    tensor.shape.length !== 2
  ) {
    throw new Error(`projection.safetensors: it must hold embeddings, float32 [${points}, dimension]`);
  }
  return { values: tensor.values, dimension };
}
