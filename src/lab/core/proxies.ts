import { described } from './checkBatch';
import { LabError } from './labError';
import { checkPositiveInteger } from './positiveInteger';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf';

/**
 * Checks the proxies of a loss: rank, shape and type.
 * @param perClass how many rows belong to a class, side by side
 * @returns how many classes there are
 * @throws LabError that says what was expected and what came
 */
export function checkProxies(idea: string, embeddings: Tensor2D, proxies: Tensor, perClass = 1): number {
  checkPositiveInteger(idea, 'rows of a class', perClass);
  const [rows = 0, dimension] = proxies.shape;
  const wanted = embeddings.shape[1];
  if (proxies.rank !== 2 || proxies.dtype !== 'float32' || dimension !== wanted || rows % perClass > 0) {
    const expected = `float32 [classes${perClass > 1 ? ` x ${perClass}` : ''}, ${wanted}]`;
    throw new LabError(`${idea}: proxies must be ${expected}; got ${described(proxies)}`);
  }
  return rows / perClass;
}

/** 1 in the column of each label, else 0: float32 [B, classes]. */
export function ownClass(labels: Tensor1D, classes: number): Tensor2D {
  const column = tf.range(0, classes, 1, 'int32').expandDims(0);
  return tf.equal(labels.expandDims(1), column).toFloat() as Tensor2D;
}
