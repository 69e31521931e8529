import { described } from '../core/checkBatch';
import { LabError } from '../core/labError';
import type { Prepare, Prepared, TensorFunction } from '../core/prepare';
import { tf, type Tensor, type Tensor4D } from '../core/tf';
import type { ImageSet } from '../datasets/dataset';
import type { Model, Tensors } from '../models/model';
import { imagesAt } from './batchTensors';
import { isOf, partOf } from './namedTensors';

/** Images that go through the network at once. */
const rowsAtOnce = 128;

/** What a network gives for each image. */
type Output = 'embeddings' | 'features';

/** A network in evaluation. */
export class Evaluation {
  private readonly outputs: Readonly<Record<Output, Prepared>>;

  constructor(
    private readonly model: Model,
    prepare: Prepare,
  ) {
    this.outputs = {
      embeddings: prepare(outputFunction(model, 'embeddings')),
      features: prepare(outputFunction(model, 'features')),
    };
  }

  /**
   * One of the network's outputs for all images of a set: float32 [N, D] or [N, F].
   * @param state of a training; its weights and statistics are used
   */
  async rowsOf(set: ImageSet, output: Output, state: Tensors): Promise<Float32Array> {
    const { model } = this;
    if (output === 'features' && !model.head) {
      throw new LabError(`${model.name}: the network has no 'head', so it gives no features`);
    }
    const { length: count } = set.labels;
    let rows = new Float32Array();
    for (let from = 0; from < count; from += rowsAtOnce) {
      const indices = Int32Array.from({ length: Math.min(rowsAtOnce, count - from) }, (_, at) => from + at);
      const part = await this.computed(set, indices, output, state);
      if (from === 0) rows = new Float32Array((part.length / indices.length) * count);
      rows.set(part, (part.length / indices.length) * from);
      // Long evaluations leave the caller a turn now and then, to hear that it shall stop.
      await tf.nextFrame();
    }
    return rows;
  }

  private async computed(
    set: ImageSet,
    indices: Int32Array,
    output: Output,
    state: Tensors,
  ): Promise<Float32Array> {
    const images = imagesAt(set, indices);
    const variables = Object.entries(state).filter(
      ([name]) => isOf('network', name) || isOf('statistics', name),
    );
    const { rows } = await this.outputs[output]({ ...Object.fromEntries(variables), 'batch/images': images });
    const values = (await rows!.data()) as Float32Array;
    tf.dispose([images, rows!]);
    return values;
  }
}

/** The network as a function of its variables and `batch/images`: one of its outputs as `rows`. */
function outputFunction(model: Model, output: Output): TensorFunction {
  return (tensors) => {
    const variables = { weights: partOf('network', tensors), statistics: partOf('statistics', tensors) };
    const images = tensors['batch/images'] as Tensor4D;
    const outputs = model.apply(images, variables, 'evaluate');
    checkEmbeddings(model, images, outputs.embeddings);
    return { rows: outputs[output]! };
  };
}

/** What a network says of itself is what losses and searches make room for. */
function checkEmbeddings({ name, dimension }: Model, images: Tensor4D, embeddings: Tensor): void {
  const [rows] = images.shape;
  if (embeddings.dtype === 'float32' && String(embeddings.shape) === `${rows},${dimension}`) return;
  throw new LabError(
    `${name}: the network's dimension is ${dimension}, so its embeddings must be float32 [${rows}, ${dimension}]; apply gives ${described(embeddings)}`,
  );
}
