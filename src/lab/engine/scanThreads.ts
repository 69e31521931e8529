import { Worker } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import type { Input } from '../compiler/graph';
import { inputName, onnxModel, outputName } from '../compiler/onnx';
import { matMul, transpose } from '../compiler/operators';
import { sequential } from '../compiler/session';
import { LabError } from '../core/labError';
import type { Corner, Found, Search, StartThreads } from '../retrieval/scanning';
import { code } from './scanThread.bundled';
import type { ScanThreadData } from './scanThread';

/** So many tiles wait for a thread, or for what it found to be heard, that no thread waits. */
const tilesOfThread = 3;

/** Multiplications from which on threads are worth their start, 0.1 to 0.2 s. */
const worthThreads = 4e10;

/**
 * Threads that search, each with a session of its own: nobody waits for others within a product, and while one counts another
 * multiplies.
 * @param runtime the file of ONNX Runtime
 * @param least multiplications of a search that is given to threads
 */
export function scanThreads(
  runtime: string,
  count: number,
  options: InferenceSession.SessionOptions,
  least = worthThreads,
): StartThreads {
  return async (search) => {
    if (search.tiles * search.height * search.width * search.dimension < least) return null;
    const data = threadData(runtime, options, search);
    const threads = Array.from({ length: count }, () => new ScanThread(data));
    const end = async () => void (await Promise.all(threads.map((thread) => thread.end())));
    try {
      await Promise.all(threads.map((thread) => thread.ready));
    } catch (error) {
      await end();
      throw error;
    }
    return {
      atOnce: tilesOfThread * count,
      scan: (corner) => threads.reduce((a, b) => (b.busy < a.busy ? b : a)).scan(corner),
      end,
    };
  };
}

function threadData(
  runtime: string,
  options: InferenceSession.SessionOptions,
  search: Search,
): ScanThreadData {
  const { queries, items, dimension, height, width } = search;
  const input = (name: string, shape: number[]): Input => ({ kind: 'input', name, shape, dtype: 'float32' });
  const [rows, columns] = [input('rows', [height, dimension]), input('columns', [width, dimension])];
  return {
    runtime,
    model: onnxModel({ products: matMul(rows, transpose(columns, [1, 0])) }),
    options: sequential({ ...options, intraOpNumThreads: 1 }),
    names: { rows: inputName('rows'), columns: inputName('columns'), products: outputName('products') },
    search: {
      ...search,
      queries: { rows: queries.rows, count: queries.count },
      items: { rows: items.rows, count: items.count },
    },
  };
}

interface Waiting {
  readonly resolve: (found: Found) => void;
  readonly reject: (error: Error) => void;
}

/** It answers in the order in which it is asked. */
class ScanThread {
  readonly ready: Promise<unknown>;
  private readonly worker: Worker;
  private readonly exited: Promise<unknown>;
  private readonly waiting: Waiting[] = [];
  private failure: Error | undefined;

  constructor(workerData: ScanThreadData) {
    this.worker = new Worker(code, { eval: true, workerData });
    this.ready = new Promise<Found>((resolve, reject) => this.waiting.push({ resolve, reject }));
    this.worker.on('message', (found: Found) => this.waiting.shift()?.resolve(found));
    this.worker.on('error', (error) => this.fail(error));
    this.exited = new Promise((resolve) => this.worker.once('exit', resolve));
    void this.exited.then(() => this.fail(new Error('it has ended')));
  }

  /** How many tiles it has before it. */
  get busy(): number {
    return this.waiting.length;
  }

  scan(corner: Corner): Promise<Found> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(corner);
    });
  }

  /** Once it is through with its tile: whoever stops it within ONNX Runtime stops the whole process. */
  async end(): Promise<void> {
    this.worker.postMessage(null);
    await this.exited;
  }

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    this.failure ??= new LabError(
      `a thread that searches has failed: ${reason}; take another engine by --backend`,
      { cause: error },
    );
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}
