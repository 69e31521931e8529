import type { Input } from '../compiler/graph';
import { onnxModel } from '../compiler/onnx';
import { blocksOf } from '../compiler/rules/inBlocks';
import { Session, type Runtime } from '../compiler/session';

/** A multiple of every block that there is. */
const channels = 64;

/** How many channels of a pixel ONNX Runtime puts side by side on this processor; 0 where it has no such order. */
export async function channelsInBlock(runtime: Runtime): Promise<number> {
  const x: Input = { kind: 'input', name: 'x', shape: [1, channels, 1, 2], dtype: 'float32' };
  const graph = { blocks: blocksOf(x) };
  const model = { bytes: onnxModel(graph), inputs: [x], outputs: Object.entries(graph) };
  const numbers = Float32Array.from({ length: 2 * channels }, (_, at) => at);
  try {
    const session = await Session.load(runtime, model, { intraOpNumThreads: 1 });
    const { blocks } = await session.run(() => ({ ...x, dtype: 'float32', values: numbers }));
    // The first pixel has the even numbers: the second begins where its block ends.
    const block = blocks!.values.indexOf(1);
    return block > 1 ? block : 0;
  } catch {
    return 0;
  }
}
