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
        checkVariables(criterion.name);
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
  if (loss instanceof Promise) {
    loss.catch(() => undefined); // What becomes of it counts no more, and may not end the process.
    throw new LabError(
      `${name}: a loss must give its number at once, not a promise; in place of what waits for numbers` +
        ' (booleanMaskAsync, whereAsync, async) write a mask: tf.where, or a product with 0 and 1',
    );
  }
  const got = loss instanceof tf.Tensor ? described(loss) : typeof loss;
  throw new LabError(`${name}: a loss must be one number, float32 []; got ${got}`);
}

/** A tf.variable would stay as it is, without a word: what is trained are the weights that the step is given. */
function checkVariables(loss: string): void {
  const operands = (tf.engine().state.activeTape ?? []).flatMap(({ inputs }) => Object.values(inputs));
  const variable = operands.find((x): x is tf.Variable => x instanceof tf.Variable && x.trainable);
  if (variable) {
    throw new LabError(
      `${loss}: the loss or the network computes with a tf.variable (${described(variable)}), which nothing trains; a loss's` +
        " own weights are its `ownWeights`, a network's come from `initialise`, and a constant is a plain tensor",
    );
  }
}

function slopes(loss: string, forward: (...values: Tensor[]) => Scalar, trained: Tensors) {
  let isBackward = false;
  const values = Object.values(trained);
  const followed = (): Scalar => {
    const result = forward(...values);
    isBackward = true;
    return result;
  };
  try {
    const { value, grads } = tf.engine().gradients(followed, values, undefined, true);
    const gradients = Object.fromEntries(Object.keys(trained).map((name, at) => [name, grads[at]]));
    checkFollowed(loss, gradients);
    return { loss: value, gradients };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof LabError) throw error;
    const inWords = complaint(error.message) ?? (isBackward ? unknownComplaint(error.message) : null);
    // What else fails on the way forward has the user's line already.
    throw inWords === null ? error : new LabError(`${loss}: ${inWords}`, { cause: error });
  }
}

/** TensorFlow.js leaves out the gradients of weights that the loss does not depend on. */
function checkFollowed(
  loss: string,
  gradients: Readonly<Record<string, Tensor | undefined>>,
): asserts gradients is Tensors {
  const left = Object.keys(gradients).filter((name) => !gradients[name]);
  if (left.length === 0) return;
  throw new LabError(
    `${loss}: the loss does not depend on every weight, so there is no gradient: not on ${left.join(', ')}; it must be` +
      " computed from the embeddings, these from all of the network's weights, and from all of the loss's own, by TensorFlow.js's operations",
  );
}

/** TensorFlow.js's complaints about a loss that cannot be trained, with what to do. */
const complaints: readonly (readonly [pattern: RegExp, inWords: (...found: string[]) => string])[] = [
  [
    /gradient function not found for (\w+)/,
    (kernel) =>
      `TensorFlow.js has no gradient for ${kernel}; compute what only selects or weighs within detached(...)`,
  ],
  [
    /Kernel '(\w+)' not registered for backend '(\w+)'/,
    (kernel, backend) =>
      `TensorFlow.js's backend ${backend} has no ${kernel}; take another engine by --backend, such as onnx-cpu`,
  ],
  [
    /gradient for op (\w+)\. The gradient of input '\w+' has shape '([\d,]*)', .* of the input '([\d,]*)'/,
    (kernel, got, wanted) =>
      `TensorFlow.js's gradient of ${kernel} is [${got}] for an input of [${wanted}]; some of its gradients do not broadcast,` +
      ' and that of Cumsum knows the last axis only: give it inputs of one shape (tf.broadcastTo, tf.transpose), or put other operations in its place',
  ],
  [
    /gradient for op (\w+)\. The gradient of input indices must have/,
    (kernel) =>
      `TensorFlow.js's gradient of ${kernel} cannot follow indices that are computed from the embeddings; select by a mask` +
      ' that is made within detached(...), such as tf.oneHot of the indices',
  ],
  [
    /passed to stack must be/,
    () =>
      "TensorFlow.js's gradient of tf.unstack fails for one part, as tf.linalg.bandPart makes of one matrix;" +
      ' take tf.squeeze, or multiply by a mask of 0 and 1',
  ],
  [
    /Tensor is disposed|reading 'backend'/,
    () =>
      'its gradient needs a tensor that is gone; what the gradient of a tf.customGrad needs has to be kept by its `save`,' +
      ' and for tf.logSigmoid(x), which forgets that, write x.neg().softplus().neg()',
  ],
];

function complaint(message: string): string | null {
  for (const [pattern, inWords] of complaints) {
    const found = pattern.exec(message);
    if (found) return inWords(...found.slice(1));
  }
  return null;
}

const unknownComplaint = (message: string) =>
  `TensorFlow.js cannot compute its gradient: ${message}; put other operations in place of the one that fails`;
