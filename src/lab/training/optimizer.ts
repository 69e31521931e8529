import type { Options } from '../core/options';
import type { Tensor } from '../core/tf';
import type { Tensors } from '../models/model';

/** An optimizer as a pure function of tensors, so that a whole training step can be compiled. */
export interface Optimizer {
  readonly name: string;
  readonly options: Options;
  readonly learningRate: number;
  /** State before the first step, keyed `<weight>/<slot>`: float32, shapes of the weights. */
  initialise(weights: Tensors): Tensors;
  /**
   * @param step float32 [], counts from 1
   * @param scale factor on the learning rate of a weight, by its name
   * @returns the new weights and the new state; the old tensors are left to the caller
   */
  update(
    weights: Tensors,
    gradients: Tensors,
    state: Tensors,
    step: Tensor,
    scale: (name: string) => number,
  ): { readonly weights: Tensors; readonly state: Tensors };
}
