import type * as Ort from 'onnxruntime-node';
import { LabError } from '../core/labError';
import type { Dtype, Input, Numbers, Typed } from './graph';
import { inputName, outputName } from './onnx';

/** The runtime as loaded: it is a native library, and not every machine has one. */
export type Runtime = typeof Ort;

/** A tensor's numbers on the host. */
export interface Values {
  readonly dtype: Exclude<Dtype, 'int64'>;
  readonly shape: readonly number[];
  readonly values: Exclude<Numbers, BigInt64Array>;
}

/** A graph as ONNX Runtime takes it. */
export interface Model {
  readonly bytes: Uint8Array;
  readonly inputs: readonly Input[];
  readonly outputs: readonly (readonly [name: string, type: Typed])[];
}

/** Settings of a session, and that it computes one operator after the other. */
export function sequential(
  options: Ort.InferenceSession.SessionOptions,
): Ort.InferenceSession.SessionOptions {
  return {
    ...options,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
    // Threads that wait busily take the processor from whatever else runs.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** A graph, loaded into ONNX Runtime. */
export class Session {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: Ort.InferenceSession,
    private readonly inputs: readonly Input[],
    private readonly outputs: readonly (readonly [name: string, shape: readonly number[]])[],
  ) {}

  /** @param options what computes, and how */
  static async load(
    runtime: Runtime,
    { bytes, inputs, outputs }: Model,
    options: Ort.InferenceSession.SessionOptions,
  ): Promise<Session> {
    const session = await runtime.InferenceSession.create(bytes, sequential(options)).catch(refuse);
    const shapes = outputs.map(([name, { shape }]) => [name, shape] as const);
    return new Session(runtime, session, inputs, shapes);
  }

  /**
   * @param given every input of the graph; what the graph does not use is left alone
   * @param places where outputs of those names are written; others get memory of their own
   */
  async run(
    given: (name: string) => Values,
    places: Readonly<Record<string, Float32Array>> = {},
  ): Promise<Readonly<Record<string, Values>>> {
    const feeds: Record<string, Ort.Tensor> = {};
    for (const { name } of this.inputs) {
      const { dtype, values, shape } = given(name);
      feeds[inputName(name)] = new this.runtime.Tensor(dtype, values as never, [...shape]);
    }
    const fetches = Object.fromEntries(
      this.outputs.map(([name, shape]) => {
        const place = places[name];
        return [outputName(name), place ? new this.runtime.Tensor('float32', place, shape) : null];
      }),
    );
    const results = await this.session.run(feeds, fetches).catch(refuse);
    return Object.fromEntries(
      this.outputs.map(([name]) => {
        const { type, dims, data } = results[outputName(name)]!;
        // The runtime may give a place back as another array over the same memory.
        return [name, { dtype: type, shape: dims, values: places[name] ?? data } as Values];
      }),
    );
  }
}

/** An operator is not there for such types, or starts and does not compute: the runtime says which, its trace of calls nothing. */
function refuse(error: unknown): never {
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  throw new LabError(`ONNX Runtime cannot compute this: ${reason}; take another engine by --backend`, {
    cause: error,
  });
}
