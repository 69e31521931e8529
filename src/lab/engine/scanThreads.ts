import { Worker } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import { inputName, onnxModel, outputName } from '../compiler/onnx';
import { filled, timesTransposed } from '../compiler/operators';
import { sequential } from '../compiler/session';
import { LabError } from '../core/labError';
import type { Found, Search, StartThreads, Strip } from '../retrieval/scanning';
import { evenly } from '../retrieval/tiles';
import { code } from './scanThread.bundled';
import type { ScanThreadData, ScanThreadMessage } from './scanThread';
import { Shares } from './shares';

interface ScanThreadSettings {
  /** Multiplications from which on threads are worth their start, which takes 0.1 s. */
  readonly least: number;
  /** Most rows of a tile: few enough to stay in a core's own cache. */
  readonly rows: number;
  /** Tiles of a strip: about 10 ms of work, for what is found is told strip by strip. */
  readonly tiles: number;
}

const defaults: ScanThreadSettings = { least: 5e10, rows: 256, tiles: 8 };

/** How much wider than high a tile is: so wide that rows are seldom fetched, so narrow that little lies beyond the diagonal. */
const widths = 2;

/** Tiles of a panel from which on it does not count that loading it takes as long as half a tile. */
const worthPanel = 4;

/** So many strips are given to a thread at a time that it never waits for what it found to be heard. */
const stripsAhead = 3;

/**
 * Threads that search, each with a session of its own: nobody waits for others within a product, and while one counts another
 * multiplies.
 * @param runtime the file of ONNX Runtime
 */
export function scanThreads(
  runtime: string,
  count: number,
  options: InferenceSession.SessionOptions,
  settings: ScanThreadSettings = defaults,
): StartThreads {
  return ({ queries, items, dimension }) => {
    const { least, rows, tiles } = settings;
    if (queries * items * dimension < least || queries < worthPanel * rows) return null;
    const height = evenly(Math.ceil(items / widths), rows);
    const data = threadData(runtime, options, height, dimension);
    const threads = Array.from({ length: count }, () => new ScanThread(data));
    return {
      ...{ height, width: widths * height, tiles },
      async scan(search, strips, hear) {
        const shares = new Shares(strips, threads.length);
        const lane = async (thread: ScanThread, worker: number) => {
          for (let strip = shares.take(worker); strip; strip = shares.take(worker))
            await hear(await thread.scan(strip));
        };
        for (const thread of threads) thread.begin(search);
        try {
          await Promise.all(
            Array.from({ length: stripsAhead * count }, (_, at) => lane(threads[at % count]!, at % count)),
          );
        } finally {
          shares.stop();
        }
      },
      end: async () => void (await Promise.all(threads.map((thread) => thread.end()))),
    };
  };
}

function threadData(
  runtime: string,
  options: InferenceSession.SessionOptions,
  height: number,
  dimension: number,
): ScanThreadData {
  const width = widths * height;
  const rows = { kind: 'input', name: 'rows', shape: [height, dimension], dtype: 'float32' } as const;
  const panel = filled(0, [width, dimension], 'float32');
  return {
    runtime,
    model: onnxModel({ products: timesTransposed(rows, panel) }).slice(),
    // There is nothing to be made better, and a session for each panel.
    options: sequential({ ...options, intraOpNumThreads: 1, graphOptimizationLevel: 'disabled' }),
    names: { rows: inputName('rows'), products: outputName('products') },
    ...{ height, width, dimension },
  };
}

interface Waiting {
  readonly resolve: (found: Found) => void;
  readonly reject: (error: Error) => void;
}

/** It answers in the order in which it is asked. */
class ScanThread {
  private readonly worker: Worker;
  private readonly exited: Promise<unknown>;
  private readonly waiting: Waiting[] = [];
  private failure: Error | undefined;

  constructor(workerData: ScanThreadData) {
    this.worker = new Worker(code, { eval: true, workerData });
    this.worker.on('message', (found: Found) => this.waiting.shift()?.resolve(found));
    this.worker.on('error', (error) => this.fail(error));
    this.exited = new Promise((resolve) => this.worker.once('exit', resolve));
    void this.exited.then(() => this.fail(new Error('it has ended')));
  }

  begin(search: Search): void {
    this.send(search);
  }

  scan(strip: Strip): Promise<Found> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.waiting.push({ resolve, reject });
      this.send(strip);
    });
  }

  /** Once it is through with its strip: whoever stops it within ONNX Runtime stops the whole process. */
  async end(): Promise<void> {
    this.send(null);
    await this.exited;
  }

  private send(message: ScanThreadMessage): void {
    this.worker.postMessage(message);
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
