import { LabError } from './labError';
import type { Tensor } from './tf';

/**
 * Checks what every loss is given: rank, shape and type only, for a value cannot be read while a step is compiled.
 * @throws LabError that says what was expected and what came
 */
export function checkBatch(idea: string, embeddings: Tensor, labels: Tensor): void {
  checkRows(idea, 'embeddings', embeddings);
  const [rows] = embeddings.shape;
  if (labels.rank !== 1 || labels.dtype !== 'int32' || labels.shape[0] !== rows) {
    throw new LabError(
      `${idea}: labels must be int32 [${rows}], one per embedding; got ${described(labels)}`,
    );
  }
}

/**
 * Checks that a tensor is rows of numbers: rank and type only.
 * @throws LabError that says what was expected and what came
 */
export function checkRows(idea: string, name: string, rows: Tensor): void {
  if (rows.rank !== 2 || rows.dtype !== 'float32') {
    throw new LabError(`${idea}: ${name} must be float32 [rows, dimension]; got ${described(rows)}`);
  }
}

/** Type and shape in words: `int32 [3]`. A file in JavaScript may give what is no tensor. */
export function described(tensor: Tensor): string {
  if (!Array.isArray(tensor.shape)) return `what is no tensor: ${String(tensor)}`;
  return `${tensor.dtype} [${tensor.shape.join(', ')}]`;
}
