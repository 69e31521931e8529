import type { Metrics, RunRecord, RunResult } from '../protocol/run';
import { validationAt, type History } from './history';

/** So many different values are remembered; then it begins anew, so that it never holds more than the runs do. */
const most = 4096;

/** Keeps once what many records have in common: the first of equal values stands for all of them. */
export class Common {
  private readonly known = new Map<string, unknown>();

  /** @param value what JSON can say @returns an equal value, which may be another object */
  of<T>(value: T): T {
    if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return value;
    const key = JSON.stringify(value);
    const known = this.known.get(key);
    if (known !== undefined) return known as T;
    const first = typeof value === 'string' ? value : this.parts(value);
    if (this.known.size >= most) this.known.clear();
    this.known.set(key, first);
    return first as T;
  }

  /** An equal object or list: it is new, its parts may be known. */
  parts<T extends object>(value: T): T {
    const parts = Array.isArray(value)
      ? value.map((part: unknown) => this.of(part))
      : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.of<unknown>(part)]));
    return parts as T;
  }

  /** The same record; what it shares with others stands for them all. */
  record(record: RunRecord): RunRecord {
    const { split, sweep, git } = record;
    return {
      ...record,
      experiment: this.of(record.experiment),
      variant: this.of(record.variant),
      config: this.of(record.config),
      ...(split && { split: this.of(split) }),
      ...(sweep && { sweep: this.of(sweep) }),
      backend: this.of(record.backend),
      device: this.of(record.device),
      versions: this.of(record.versions),
      ...(git && { git: this.of(git) }),
      command: this.parts(record.command),
    };
  }

  /** The same result; scores that the history has as well are those of the history. */
  result(result: RunResult, history: History): RunResult {
    const { untrained, pixels, validation, test } = result.metrics;
    const scored = validationAt(history, result.step);
    return {
      ...result,
      metrics: {
        untrained: this.of(untrained),
        ...(pixels && { pixels: this.of(pixels) }),
        validation: scored && isSame(scored, validation) ? scored : validation,
        test,
      },
    };
  }
}

function isSame(one: Metrics, other: Metrics): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
