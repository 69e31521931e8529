import type { Options } from '../core/options';
import type { Scalar } from '../core/tf';
import type { Tensors } from '../models/model';

/** An optimizer as a pure function of tensors, so that a whole training step can be compiled. */
export interface Optimizer {
  readonly name: string;
  readonly options: Options;
  /** Step length, η, where no schedule changes it. */
  readonly learningRate: number;
  /** Factor on the learning rate in a step, which counts from 1; none where it stays as it is. */
  readonly schedule?: (step: number) => number;
  /** State before the first step, keyed `<weight>/<slot>`: float32, shapes of the weights. */
  initialise(weights: Tensors): Tensors;
  /**
   * @param now the step, which counts from 1, and its learning rate: float32 [] each
   * @param scale factor on the learning rate of a weight, by its name
   * @returns the new weights and the new state; the old tensors are left to the caller
   */
  update(
    weights: Tensors,
    gradients: Tensors,
    state: Tensors,
    now: { readonly step: Scalar; readonly learningRate: Scalar },
    scale: (name: string) => number,
  ): { readonly weights: Tensors; readonly state: Tensors };
}
