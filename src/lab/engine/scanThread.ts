/**
 * Runs on a thread of its own: looks through the strips that it is asked for, by the search that it was told of last. null ends
 * it; what waits then is left.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type * as Ort from 'onnxruntime-node';
import { lookThroughStrip, type Search, type Strip } from '../retrieval/scanning';
import { TileScan } from '../retrieval/tileScan';

/** What a thread is given. */
export interface ScanThreadData {
  /** The file of ONNX Runtime. */
  readonly runtime: string;
  /**
   * Of a model that multiplies `rows` [height, dimension] with a panel of items [width, dimension] to `products`
   * [height, width]. The items are its last bytes.
   */
  readonly model: Uint8Array;
  readonly options: Ort.InferenceSession.SessionOptions;
  readonly names: Readonly<Record<'rows' | 'products', string>>;
  readonly height: number;
  readonly width: number;
  readonly dimension: number;
}

export type ScanThreadMessage = Search | Strip | null;

/** Multiplies rows with the items of a panel. Loading a panel takes as long as a tile, so tiles of one panel come together. */
class Multiplier {
  /** Copies: the runtime reads no memory that threads share. */
  private readonly rows: Float32Array;
  private readonly panel: Uint8Array;
  private readonly feeds: Ort.InferenceSession.FeedsType;
  private readonly fetches: Ort.InferenceSession.FetchesType;
  private session: Ort.InferenceSession | undefined;

  constructor(
    private readonly runtime: typeof Ort,
    private readonly data: ScanThreadData,
    products: Float32Array,
  ) {
    const { model, names, height, width, dimension } = data;
    this.rows = new Float32Array(height * dimension);
    this.panel = model.subarray(-Float32Array.BYTES_PER_ELEMENT * width * dimension);
    this.feeds = { [names.rows]: new runtime.Tensor('float32', this.rows, [height, dimension]) };
    this.fetches = { [names.products]: new runtime.Tensor('float32', products, [height, width]) };
  }

  /** Takes the items from one on. */
  async load(items: Float32Array, start: number): Promise<void> {
    const { width, dimension, model, options } = this.data;
    const part = items.subarray(start * dimension, (start + width) * dimension);
    fill(this.panel, new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    await this.session?.release();
    this.session = await this.runtime.InferenceSession.create(model, options);
  }

  /** Multiplies the queries from one on. */
  async multiply(queries: Float32Array, start: number): Promise<void> {
    const { height, dimension } = this.data;
    fill(this.rows, queries.subarray(start * dimension, (start + height) * dimension));
    await this.session!.run(this.feeds, this.fetches);
  }
}

/** Zeros where the values end. */
function fill<T extends Float32Array | Uint8Array>(into: T, values: T): void {
  into.set(values);
  into.fill(0, values.length);
}

function main(data: ScanThreadData): void {
  const port = parentPort!;
  const runtime = createRequire(data.runtime)(data.runtime) as typeof Ort;
  const scan = new TileScan(data.height, data.width);
  const multiplier = new Multiplier(runtime, data, scan.products);
  let search: Search | undefined;
  let panel: number | undefined;
  let ended = false;
  const look = async (strip: Strip): Promise<void> => {
    if (ended) return;
    const { queries, items, sought } = search!;
    if (panel !== strip.columns.start) await multiplier.load(items, (panel = strip.columns.start));
    const multiply = (row: number) => multiplier.multiply(queries, row);
    port.postMessage(await lookThroughStrip(scan, sought, strip, multiply));
  };
  let last = Promise.resolve();
  port.on('message', (message: ScanThreadMessage) => {
    if (message === null) {
      ended = true;
      port.close();
    } else if ('sought' in message) {
      search = message;
      panel = undefined; // That of other items.
    } else {
      // One after the other, for all share the scan's memory.
      last = last.then(() => look(message));
    }
  });
}

main(workerData as ScanThreadData);
