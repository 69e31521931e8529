import { described } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '../core/tf';
import type { Model, Tensors } from '../models/model';
import type { Criterion } from './criterion';
import { isOf, partOf, withPart } from './namedTensors';
import type { Optimizer } from './optimizer';
import { ownScale } from './ownScale';

/** What enters a step from outside. */
export interface StepInputs {
  /** float32 [B, H, W, C] */
  readonly images: Tensor4D;
  /** int32 [B] */
  readonly labels: Tensor1D;
  /** int32 [B]: places of the images in the training set. */
  readonly indices: Tensor1D;
  /** float32 [B, T], where the data set has targets. */
  readonly targets?: Tensor2D;
  /** What the sampler sent along. */
  readonly extra: Tensors;
  /** The loss's random tensors of this step. */
  readonly noise: Tensors;
  /** The model's. */
  readonly dropout: Tensors;
  /** float32 [], counts from 1 */
  readonly step: Scalar;
  /** float32 [], the optimizer's in this step */
  readonly learningRate: Scalar;
}

/**
 * One training step, a pure function of named tensors. The tensors that it is given are left to the caller; one that a
 * step does not change may come back as it is.
 */
export type TrainingStep = (
  state: Tensors,
  inputs: StepInputs,
) => { readonly loss: Scalar; readonly state: Tensors };

/** The step of a network, a loss and an optimizer: forward, backward, update. */
export function trainingStep(model: Model, criterion: Criterion, optimizer: Optimizer): TrainingStep {
  const scale = (name: string) => (isOf('loss', name) ? ownScale(criterion, name.slice('loss/'.length)) : 1);
  return (state, { images, step, learningRate, dropout, ...given }) =>
    tf.tidy('trainingStep', () => {
      const trained = {
        ...withPart('network', partOf('network', state)),
        ...withPart('loss', partOf('loss', state)),
      };
      const names = Object.keys(trained);
      let carried: Tensors = {};
      const forward = (...values: Tensor[]): Scalar => {
        const weights = Object.fromEntries(names.map((name, at) => [name, values[at]!]));
        const network = partOf('network', weights);
        const { embeddings, features, statistics } = model.apply(
          images,
          { weights: network, statistics: partOf('statistics', state) },
          'train',
          dropout,
        );
        const { head } = model;
        const { loss, memory } = criterion.compute({
          ...given,
          embeddings,
          ...(features && head && { features, head: (other) => head.apply(other, network) }),
          weights: partOf('loss', weights),
          memory: partOf('memory', state),
        });
        carried = { ...withPart('statistics', statistics), ...withPart('memory', memory) };
        // They have to outlive the scope of the forward pass, which returns only the loss.
        Object.values(carried).forEach((tensor) => tf.keep(tensor));
        checkLoss(criterion.name, loss);
        return loss;
      };
      const { loss, gradients } = slopes(criterion.name, forward, trained);
      const next = optimizer.update(
        trained,
        gradients,
        partOf('optimizer', state),
        { step, learningRate },
        scale,
      );
      return { loss, state: { ...next.weights, ...carried, ...withPart('optimizer', next.state) } };
    });
}

/** Of a loss of more numbers than one TensorFlow.js would follow the sum, without a word. */
function checkLoss(name: string, loss: unknown): void {
  if (loss instanceof tf.Tensor && loss.rank === 0 && loss.dtype === 'float32') return;
  const got = loss instanceof tf.Tensor ? described(loss) : typeof loss;
  throw new LabError(`${name}: a loss must be one number, float32 []; got ${got}`);
}

function slopes(loss: string, forward: (...values: Tensor[]) => Scalar, trained: Tensors) {
  try {
    const { value, grads } = tf.valueAndGrads(forward)(Object.values(trained));
    const gradients = Object.fromEntries(Object.keys(trained).map((name, at) => [name, grads[at]!]));
    return { loss: value as Scalar, gradients };
  } catch (error) {
    throw explained(loss, error);
  }
}

/** TensorFlow.js's two complaints about a loss that cannot be trained, in the words of this lab. */
function explained(loss: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const kernel = /gradient function not found for (\w+)/.exec(error.message)?.[1];
  if (kernel !== undefined) {
    return new LabError(
      `${loss}: TensorFlow.js has no gradient for ${kernel}; compute what only selects or weighs within detached(...)`,
      { cause: error },
    );
  }
  if (/Cannot compute gradient/.test(error.message)) {
    return new LabError(
      `${loss}: the loss does not depend on every weight, so there is no gradient; it must be computed from the embeddings` +
        " and from all of the loss's own weights, by TensorFlow.js's operations",
      { cause: error },
    );
  }
  return error;
}
