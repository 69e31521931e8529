import { LabError } from './labError';
import type { Tensor } from './tf';

/**
 * Checks what every loss is given: rank, shape and type only, for a value cannot be read while a step is compiled.
 * @throws LabError that says what was expected and what came
 */
export function checkBatch(idea: string, embeddings: Tensor, labels: Tensor): void {
  if (embeddings.rank !== 2 || embeddings.dtype !== 'float32') {
    throw new LabError(`${idea}: embeddings must be float32 [rows, dimension]; got ${described(embeddings)}`);
  }
  const [rows] = embeddings.shape;
  if (labels.rank !== 1 || labels.dtype !== 'int32' || labels.shape[0] !== rows) {
    throw new LabError(
      `${idea}: labels must be int32 [${rows}], one per embedding; got ${described(labels)}`,
    );
  }
}

/** Type and shape in words: `int32 [3]`. */
export function described(tensor: Tensor): string {
  return `${tensor.dtype} [${tensor.shape.join(', ')}]`;
}
