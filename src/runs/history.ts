import type { Metrics, RunEvent } from '../protocol/run';

type Event<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** An evaluation without its time, of which nobody asks: there are thousands. */
export type Evaluation = Pick<Event<'evaluation'>, 'split' | 'step' | 'metrics' | 'best'>;

/** What the lines of events.jsonl say together, curves aside: small enough to keep for thousands of runs. */
export interface History {
  /** Steps finished. */
  readonly step: number;
  /** Null in a summary. */
  readonly start: Event<'start'> | null;
  /** Null while an attempt that began later is under way. */
  readonly end: Event<'end'> | null;
  /** One for each split and step, in the order of the lines. */
  readonly evaluations: readonly Evaluation[];
  readonly warning: string | null;
  /** Of the newest step line. */
  readonly loss: number | null;
  /** Likewise. */
  readonly stepsPerSecond: number | null;
  /** Seconds between the first and the last line of each attempt, together. */
  readonly seconds: number;
  /** When the newest line was written, ISO 8601. */
  readonly at: string | null;
}

export const noHistory: History = {
  step: 0,
  start: null,
  end: null,
  evaluations: [],
  warning: null,
  loss: null,
  stepsPerSecond: null,
  seconds: 0,
  at: null,
};

/** The history with one more line. */
export function extend(history: History, event: RunEvent): History {
  const elapsed = history.at && event.type !== 'start' ? Date.parse(event.at) - Date.parse(history.at) : 0;
  const next = { ...history, at: event.at, seconds: history.seconds + Math.max(0, elapsed) / 1000 };
  switch (event.type) {
    case 'start':
      return {
        ...next,
        start: event,
        end: null,
        step: event.step,
        stepsPerSecond: null,
        evaluations: history.evaluations.filter((line) => line.step <= event.step),
      };
    case 'step':
      return { ...next, step: event.step, loss: event.loss, stepsPerSecond: event.stepsPerSecond };
    case 'evaluation':
      return {
        ...next,
        step: Math.max(history.step, event.step),
        evaluations: [...history.evaluations.filter((line) => !sameScores(line, event)), evaluationOf(event)],
      };
    case 'warning':
      return { ...next, warning: event.message };
    case 'end':
      return { ...next, end: event, step: Math.max(history.step, event.step) };
  }
}

/** Best validation so far. */
export function bestValidation({ evaluations }: History): { step: number; metrics: Metrics } | null {
  const best = evaluations.findLast((line) => line.split === 'validation' && line.best === true);
  return best ? { step: best.step, metrics: best.metrics } : null;
}

/** Newest validation. */
export function lastValidation({ evaluations }: History): { step: number; metrics: Metrics } | null {
  const last = evaluations.findLast((line) => line.split === 'validation');
  return last ? { step: last.step, metrics: last.metrics } : null;
}

/** Scores of the weights of that step on the validation classes. */
export function validationAt({ evaluations }: History, step: number): Metrics | null {
  return evaluations.find((line) => line.split === 'validation' && line.step === step)?.metrics ?? null;
}

/** Scores of the untrained network on the test classes. */
export function untrained({ evaluations }: History): Metrics | null {
  return evaluations.find((line) => line.split === 'test' && line.step === 0)?.metrics ?? null;
}

/** Of a run that is over: without its start, and no more evaluations than the functions above look at. */
export function summaryOf(history: History): History {
  const { evaluations } = history;
  const kept = [
    evaluations.find((line) => line.split === 'test' && line.step === 0),
    evaluations.findLast((line) => line.split === 'validation' && line.best === true),
    evaluations.findLast((line) => line.split === 'validation'),
  ];
  return { ...history, start: null, evaluations: evaluations.filter((line) => kept.includes(line)) };
}

/** The lines that count: those of lost attempts and of repeated evaluations left out. */
export function keptEvents(events: Iterable<RunEvent>): RunEvent[] {
  let kept: RunEvent[] = [];
  for (const event of events) {
    if (event.type === 'start') kept = kept.filter((line) => !isProgress(line) || line.step <= event.step);
    if (event.type === 'evaluation') {
      kept = kept.filter((line) => line.type !== 'evaluation' || !sameScores(line, event));
    }
    kept.push(event);
  }
  return kept;
}

const isProgress = (event: RunEvent) => event.type === 'step' || event.type === 'evaluation';
const sameScores = (a: Evaluation, b: Evaluation) => a.split === b.split && a.step === b.step;

function evaluationOf({ split, step, metrics, best }: Event<'evaluation'>): Evaluation {
  return { split, step, metrics, ...(best !== undefined && { best }) };
}
