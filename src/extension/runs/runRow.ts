import { bestValidation, untrained } from '../../runs/history';
import type { Run } from '../../runs/reader';
import type { RunRow } from '../../protocol/results';

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
    config,
    message: message(run),
    ...scores(run),
  };
}

function scores({ result, history }: Run): Pick<RunRow, 'seconds' | 'test' | 'untrained' | 'selectedOn'> {
  if (!result)
    return { seconds: history.seconds, test: null, untrained: untrained(history), selectedOn: null };
  const { seconds, metrics, selectedOn } = result;
  return { seconds, test: metrics.test, untrained: metrics.untrained, selectedOn };
}

function secondsLeft({ state, history }: Run, steps: number): number | null {
  if (state !== 'running' || !history.stepsPerSecond) return null;
  return Math.max(0, steps - history.step) / history.stepsPerSecond;
}

function message({ history, problems }: Run): string | null {
  return history.end?.message ?? history.warning ?? problems[0] ?? null;
}
