import type { RunResult, RunState } from '../protocol/run';
import type { History } from './history';

/** The machine that looks at a run. */
export interface Observer {
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When the machine started, likewise. */
  readonly bootedAt: number;
  isAlive(pid: number): boolean;
}

/** A living process that has written nothing for so long is taken for another one with the same number. */
const staleHere = 60 * 60 * 1000;
/** A process on another machine cannot be asked; silence decides. */
const staleElsewhere = 15 * 60 * 1000;
/** The clock may be set after the machine has started. */
const bootSlack = 60 * 1000;

/**
 * @param lastWrite when the record last changed, milliseconds since 1970
 */
export function runState(
  { history, result, lastWrite }: { history: History; result: RunResult | null; lastWrite: number },
  observer: Observer,
): RunState {
  if (result) return 'finished';
  if (history.end) return history.end.state;
  const { start } = history;
  const runs = start ? isRunning(start, lastWrite, observer) : observer.now - lastWrite < staleElsewhere;
  return runs ? 'running' : 'interrupted';
}

/** Whether a process that worked on a run from a time on still does. */
export function isRunning(
  { pid, host, at }: { readonly pid: number; readonly host: string; readonly at: string },
  lastWrite: number,
  observer: Observer,
): boolean {
  const silence = observer.now - lastWrite;
  if (host !== observer.host) return silence < staleElsewhere;
  return Date.parse(at) > observer.bootedAt - bootSlack && observer.isAlive(pid) && silence < staleHere;
}
