/**
 * Runs on a thread of its own: computes the tiles that it is asked for, and looks through them. null ends it; what waits then
 * is left.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type * as Ort from 'onnxruntime-node';
import { lookThroughTile, type Corner, type Search } from '../retrieval/scanning';
import { TileScan } from '../retrieval/tileScan';

/** What a thread is given. */
export interface ScanThreadData {
  /** The file of ONNX Runtime. */
  readonly runtime: string;
  /** Of a model that multiplies `rows` [height, dimension] with `columns` [width, dimension] to `products`. */
  readonly model: Uint8Array;
  readonly options: Ort.InferenceSession.SessionOptions;
  readonly names: Readonly<Record<'rows' | 'columns' | 'products', string>>;
  readonly search: Search;
}

/** A part of a side as the runtime takes it: it reads no shared memory. */
class Panel {
  private readonly values: Float32Array;
  private start = -1;

  constructor(
    private readonly all: Float32Array,
    private readonly height: number,
    private readonly dimension: number,
  ) {
    this.values = new Float32Array(height * dimension);
  }

  /** So many rows from one on, rows of zeros where the side ends. */
  at(start: number): Float32Array {
    const { values, height, dimension } = this;
    if (start !== this.start) {
      const rows = this.all.subarray(start * dimension, (start + height) * dimension);
      values.set(rows);
      values.fill(0, rows.length);
      this.start = start;
    }
    return values;
  }
}

async function main({ runtime: file, model, options, names, search }: ScanThreadData): Promise<void> {
  const port = parentPort!;
  const { queries, items, dimension, height, width, sought } = search;
  const runtime = createRequire(file)(file) as typeof Ort;
  const session = await runtime.InferenceSession.create(model, options);
  const scan = new TileScan(height, width);
  const rows = new Panel(queries.rows, height, dimension);
  const columns = new Panel(items.rows, width, dimension);
  const tensor = (values: Float32Array, shape: number[]) => new runtime.Tensor('float32', values, shape);
  let ended = false;
  const look = async ({ row, column, both }: Corner): Promise<void> => {
    if (ended) return;
    await session.run(
      {
        [names.rows]: tensor(rows.at(row), [height, dimension]),
        [names.columns]: tensor(columns.at(column), [width, dimension]),
      },
      { [names.products]: tensor(scan.products, [height, width]) },
    );
    const tile = {
      rows: { start: row, end: Math.min(row + height, sought.pass.end) },
      columns: { start: column, end: Math.min(column + width, items.count) },
    };
    port.postMessage(lookThroughTile(scan, sought, tile, both));
  };
  let last = Promise.resolve();
  port.on('message', (corner: Corner | null) => {
    if (corner === null) {
      ended = true;
      port.close();
    } else {
      // One after the other, for all share the scan's memory.
      last = last.then(() => look(corner));
    }
  });
  port.postMessage('ready');
}

void main(workerData as ScanThreadData);
