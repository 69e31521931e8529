/** The lab's side of a comparison; ../peer/worker.py is the other. Arguments: the bench, the engine, a folder of data. */
import path from 'node:path';
import { createInterface } from 'node:readline';
import { LabError } from '../../src/lab/core/labError';
import type { Prepare } from '../../src/lab/core/prepare';
import { startEngine, type Engine, type EngineRequest } from '../../src/lab/engine/engine';
import { prepareCompile } from './compile';
import { prepareLoss } from './losses';
import { prepareMatMul } from './matMul';
import { prepareParity } from './parity';
import { prepareRecall } from './recall';
import { prepareTraining } from './train';

export interface Question {
  readonly case: string;
  readonly rows?: number;
  readonly items?: number;
  readonly seed?: number;
  readonly size?: number;
}

/** What is timed; returns what it computed. */
export interface Call {
  (): Promise<Value>;
  /** How often one call does what is to be timed; once, unless it says otherwise. */
  readonly times?: number;
}

type Value = number | Readonly<Record<string, number>> | undefined;

/** Makes a case ready; `prepare` is how the engine computes. */
type PrepareCase = (question: Question, folder: string, prepare: Prepare, engine: Engine) => Promise<Call>;

const benches: Readonly<Record<string, PrepareCase>> = {
  train: prepareTraining,
  losses: prepareLoss,
  recall: prepareRecall,
  compile: prepareCompile,
  parity: prepareParity,
};

/** Calls whose first is timed: they are long and all alike, or are about what is done once. */
const fromTheFirst = new Set(['recall', 'parity', 'compile']);

async function main(name: string, backend: EngineRequest, folder: string): Promise<void> {
  let engine: Engine;
  try {
    engine = await startEngine(backend, {
      resolveFrom: [process.cwd()],
      wasmFolder: path.join(__dirname, '../wasm'),
    });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return tell({ absent: error.message });
  }
  tell({ about: `${engine.name} on ${engine.device}` });
  let prepared: { key: string; call: Call } | undefined;
  for await (const line of createInterface(process.stdin)) {
    const { seconds, ...question } = JSON.parse(line) as Question & { seconds: number };
    const key = JSON.stringify(question);
    try {
      if (prepared?.key !== key) {
        const prepareCase = question.case === 'matmul' ? prepareMatMul : benches[name]!;
        prepared = { key, call: await prepareCase(question, folder, engine.prepare, engine) };
        if (!fromTheFirst.has(name) || question.case === 'matmul') await prepared.call(); // What is done once, is done now.
      }
      tell(await timed(prepared.call, seconds));
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      tell({ ms: 0, calls: 0, skipped: error.message });
    }
  }
}

/** Median time of calls that together take at least `seconds`; what the last one returned. */
async function timed(call: Call, seconds: number) {
  const times: number[] = [];
  let value: Value;
  for (let sum = 0; times.length === 0 || sum < 1000 * seconds; sum += times.at(-1)!) {
    const since = performance.now();
    value = await call();
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  return {
    ms: times[times.length >> 1]! / (call.times ?? 1),
    calls: times.length,
    value,
    megabytes: process.resourceUsage().maxRSS / 1000,
  };
}

const tell = (answer: object) => void process.stdout.write(`${JSON.stringify(answer)}\n`);

const [name, backend, folder] = process.argv.slice(2) as [string, EngineRequest, string];
void main(name, backend, folder);
