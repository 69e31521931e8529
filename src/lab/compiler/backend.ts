import type { TensorFunction } from '../core/prepare';
import type { RepeatingBackend, Turn } from '../core/repeat';
import { tf } from '../core/tf';
import type { Graph, Input, Typed, Value } from './graph';
import { refusal, type Lowering } from './kernels/lowering';
import { refused } from './kernels/refused';
import { lowerings } from './kernels/table';
import { ofTruths } from './kernels/truthValues';
import { cast, constant, loop } from './operators';
import { withoutDraws } from './withoutDraws';

const backendName = 'compiler';

/**
 * A TensorFlow.js backend that computes nothing: its tensors stand for values of a graph, and its kernels add to the
 * graph. TensorFlow.js runs every operation through kernels, those of the backward pass too, so what is called while this
 * backend is in use is recorded as a whole.
 */
class TracingBackend extends tf.KernelBackend implements RepeatingBackend {
  /** How many loops the program has so far: the inputs of each have names of their own, the same in equal programs. */
  loops = 0;

  private readonly recorded = new tf.DataStorage<Value>(this, tf.engine());

  /** A tensor that stands for the value. */
  tensorOf(value: Value): tf.TensorInfo {
    const dataId = {};
    this.recorded.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: value.dtype as tf.DataType };
  }

  valueBehind({ dataId }: tf.TensorInfo): Value {
    return this.recorded.get(dataId);
  }

  /** Its turn is recorded once, on inputs that stand for any turn. */
  repeat(times: tf.Tensor, initial: readonly tf.Tensor[], turn: Turn): tf.Tensor[] {
    const input = ({ dtype, shape }: Typed, at: number): Input => ({
      kind: 'input',
      name: `loop ${this.loops}.${at}`,
      shape,
      dtype,
    });
    this.loops++;
    const state = initial.map((tensor) => this.valueBehind(tensor));
    const number = input({ dtype: 'int64', shape: [] }, 0);
    const goOn = input({ dtype: 'bool', shape: [] }, 1);
    const inputs = state.map((value, at) => input(value, at + 2));
    const next = turn(
      this.handleOf(cast(number, 'int32')),
      inputs.map((value) => this.handleOf(value)),
    );
    const outputs = [goOn, ...next.map((tensor) => this.valueBehind(tensor))];
    const body = { inputs: [number, goOn, ...inputs], outputs };
    return loop(this.valueBehind(times), state, body).map((value) => this.handleOf(value));
  }

  /** The tensor as functions of tensors take it. */
  handleOf(value: Value): tf.Tensor {
    const { dataId, shape, dtype } = this.tensorOf(value);
    return tf.engine().makeTensorFromDataId(dataId, shape, dtype);
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId {
    return this.tensorOf(known(values, shape, dtype)).dataId;
  }

  /** A tensor made on another backend, which a function refers to: a constant here, that may be taken back. */
  override move(dataId: tf.DataId, values: tf.BackendValues, shape: number[], dtype: tf.DataType): void {
    this.recorded.set(dataId, known(values, shape, dtype));
  }

  override readSync(dataId: tf.DataId): tf.BackendValues {
    const value = this.recorded.get(dataId);
    if (value.kind === 'constant' && !(value.values instanceof BigInt64Array)) return value.values;
    throw refusal(
      "a tensor's numbers are read (dataSync, arraySync, print), and what depends on them",
      'a graph has none before it runs',
    );
  }

  override async read(dataId: tf.DataId): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  // A value lives as long as something refers to it: nothing is counted, nothing freed by hand.
  override disposeData(): boolean {
    return true;
  }
  override incRef(): void {}
  override refCount(): number {
    return 1;
  }
  override numDataIds(): number {
    return this.recorded.numDataIds();
  }
  override memory() {
    return { unreliable: true };
  }
  override floatPrecision(): 16 | 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override timerAvailable(): boolean {
    return false;
  }
  override dispose(): void {}
}

function known(values: tf.BackendValues, shape: number[], dtype: tf.DataType): Value {
  if (dtype === 'string' || dtype === 'complex64') {
    throw refusal(`a tensor of type ${dtype}`, 'a graph has only float32, int32 and bool');
  }
  const make = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return constant(new make(values as ArrayLike<number>), [...shape], dtype);
}

/**
 * Records what a function of tensors computes.
 * @returns the values that it gives, by name
 * @throws LabError that names what cannot be compiled
 */
export async function traced(f: TensorFunction, inputs: readonly Input[]): Promise<Graph> {
  const before = tf.getBackend();
  const backend = await tracingBackend();
  const graph: Record<string, Value> = {};
  backend.loops = 0;
  try {
    tf.tidy(() => {
      const given = inputs.map((input) => [input.name, backend.handleOf(input)] as const);
      const results = withoutDraws(() => f(Object.fromEntries(given)));
      for (const [name, tensor] of Object.entries(results)) graph[name] = backend.valueBehind(tensor);
      // Some may be kept beyond the scope.
      tf.dispose({ ...results });
    });
  } finally {
    await tf.setBackend(before);
  }
  return graph;
}

/** The backend, in use from here on. */
async function tracingBackend(): Promise<TracingBackend> {
  if (tf.findBackendFactory(backendName) === null) {
    const backend = new TracingBackend();
    tf.registerBackend(backendName, () => backend);
    registerKernels(backend);
  }
  await tf.setBackend(backendName);
  return tf.backend() as TracingBackend;
}

/** Every kernel of the table; and for each other one that TensorFlow.js has, a refusal. */
function registerKernels(backend: TracingBackend): void {
  const names = Object.values<unknown>(tf).filter((each) => typeof each === 'string');
  const missing = names.filter((name) => !(name in lowerings));
  for (const kernelName of missing) {
    const kernelFunc = () => {
      throw refusal(`the operation ${kernelName}`, refused[kernelName]);
    };
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
  for (const [kernelName, lower] of Object.entries(lowerings)) {
    // The registry knows no kernel's inputs and attributes: the table has their types, and loses them here.
    const lowered = ofTruths(kernelName, lower as Lowering<string, object>);
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc({ inputs, attrs = {} }) {
        const given = Object.entries(inputs).filter(([, tensor]) => tensor);
        const values = Object.fromEntries(
          given.map(([name, tensor]) => [name, backend.valueBehind(tensor!)]),
        );
        const result = lowered(values, attrs);
        return Array.isArray(result)
          ? result.map((value) => backend.tensorOf(value))
          : backend.tensorOf(result as Value);
      },
    });
  }
}
