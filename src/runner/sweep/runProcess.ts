import { spawn } from 'node:child_process';
import type { Sweep, SweepJob } from '../../protocol/sweep';
import { stopMessage } from '../gentleStop';

/** A run in a process of its own. */
export interface RunProcess {
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks for a gentle stop, with a checkpoint; asking again changes nothing. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

export interface Ending {
  /** Null where a signal ended it. */
  readonly code: number | null;
  /** The end of what it printed on standard error. */
  readonly said: string;
}

const mostSaid = 2000;

/** What all runs of a sweep have in common. */
export interface RunProgram {
  /** The `metric-lab` program, a file. */
  readonly runner: string;
  /** Absolute path of the experiment. */
  readonly file: string;
  readonly out?: string;
}

/**
 * Starts `metric-lab train` for one job. It stops by itself where this process ends, however that ends: see `gentleStop`.
 * @param resume id of the run to go on with
 */
export function startRun(
  program: RunProgram,
  sweep: Sweep,
  job: SweepJob,
  resume: string | undefined,
): RunProcess {
  const command = [...process.execArgv, program.runner, ...trainArguments(program, sweep, job, resume)];
  const threads = String(sweep.threads);
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // TensorFlow's own library is told by the environment alone.
    env: { OMP_NUM_THREADS: threads, TF_NUM_INTRAOP_THREADS: threads, ...process.env },
    windowsHide: true,
  });
  let said = '';
  child.stderr?.on('data', (chunk) => (said = (said + String(chunk)).slice(-mostSaid)));
  const ended = new Promise<Ending>((resolve) => {
    child.on('error', ({ message }) => resolve({ code: 1, said: message }));
    child.on('close', (code) => resolve({ code, said: said.trim() }));
  });
  return {
    ended,
    stop: () => {
      // It may be about to end: then there is nothing to say any more.
      if (child.connected) child.send(stopMessage, () => undefined);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

function trainArguments(
  { file, out }: RunProgram,
  { id, folds, threads, backend, data }: Sweep,
  { variant, seed, fold, trial, steps, validationOnly }: SweepJob,
  resume: string | undefined,
): string[] {
  const given = (option: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${option}`, String(value)];
  const everywhere = [...given('threads', threads), ...given('data', data), ...given('out', out)];
  if (resume !== undefined) return ['train', file, '--resume', resume, ...everywhere];
  const ofFold =
    folds && fold !== undefined
      ? [...given('fold', fold), ...given('folds', folds.of), ...given('cut', folds.cut)]
      : [];
  return [
    ...['train', file, '--variant', variant, '--seed', String(seed), ...ofFold],
    ...[...given('trial', trial), ...(validationOnly ? ['--validation-only'] : [])],
    ...[...given('steps', steps), ...given('backend', backend), ...given('sweep', id), ...everywhere],
  ];
}
