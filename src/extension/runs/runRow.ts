import { bestValidation, lastValidation, untrained } from '../../runs/history';
import type { Run } from '../../runs/reader';
import type { RunRow } from '../../protocol/results';
import type { Metrics, RunRecord } from '../../protocol/run';

/** A run as a row of the table; null where its record cannot be understood. */
export function runRow(run: Run): RunRow | null {
  const { id, record, history, state } = run;
  if (!record) return null;
  const { experiment, variant, seed, backend, config, createdAt } = record;
  return {
    id,
    experiment: experiment.file,
    paper: experiment.paper ?? null,
    variant,
    seed,
    state,
    backend,
    step: history.step,
    steps: config.steps,
    secondsLeft: secondsLeft(run, config.steps),
    createdAt,
    validation: bestValidation(history),
    last: lastValidation(history),
    loss: history.loss,
    split: record.split ?? null,
    codeHash: experiment.codeHash,
    fileHash: experiment.fileHash ?? null,
    version: record.versions['metric-lab'] ?? null,
    config,
    select: record.select ?? 'validation',
    search: searchOf(record),
    message: message(run),
    ...scores(run),
  };
}

function scores({
  result,
  history,
}: Run): Pick<RunRow, 'seconds' | 'test' | 'untrained' | 'pixels' | 'selectedOn'> {
  if (!result) {
    const { seconds } = history;
    return { seconds, test: null, untrained: untrained(history), pixels: null, selectedOn: null };
  }
  const { seconds, metrics, selectedOn } = result;
  const { test, untrained: unlearnt, pixels = null } = metrics;
  // Within a search nothing is scored on test.
  return { seconds, test: scored(test), untrained: scored(unlearnt), pixels, selectedOn };
}

function searchOf({ sweep, trial }: RunRecord): RunRow['search'] {
  return sweep && trial !== undefined ? { sweep: sweep.id, trial } : null;
}

function secondsLeft({ state, history }: Run, steps: number): number | null {
  // What is done once is done in the first step: no other lasts as long.
  if (state !== 'running' || !history.stepsPerSecond || history.step < 2) return null;
  return Math.max(0, steps - history.step) / history.stepsPerSecond;
}

function message({ history, problems }: Run): string | null {
  return history.end?.message ?? history.warning ?? problems[0] ?? null;
}

function scored(metrics: Metrics): Metrics | null {
  return Object.keys(metrics).length > 0 ? metrics : null;
}
