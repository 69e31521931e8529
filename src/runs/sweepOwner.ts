import * as v from 'valibot';
import { readSmall } from './plainFile';
import { ProcessLock } from './processLock';
import { parse, count, text } from './schema';
import { isRunning, type Observer } from './state';
import { sweepFiles } from './sweepFiles';

/** owner.json: the process that works on a sweep. */
export interface Owner {
  readonly schema: 1;
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

const owner = v.object({
  schema: v.literal(1),
  pid: v.pipe(count, v.minValue(1)),
  host: text(300),
  at: v.pipe(text(40), v.isoTimestamp()),
}) satisfies v.GenericSchema<unknown, Owner>;

/** The living process that works on a sweep; null where there is none. One on another machine is taken to live. */
export async function ownerOf(folder: string, observer: Observer): Promise<Owner | null> {
  const json = await readSmall(sweepFiles(folder).owner, 10_000);
  const parsed = json === null ? null : parse(owner, json, 1);
  if (!parsed || 'problem' in parsed) return null;
  // A sweep is silent while its runs train: that its process lives is enough.
  return isRunning(parsed.value, observer.now, observer) ? parsed.value : null;
}

/**
 * Makes this process the one that works on a sweep.
 * @throws LockedError that names the process which does
 */
export const ownSweep = (folder: string): Promise<ProcessLock> =>
  ProcessLock.acquire(sweepFiles(folder).owner, () => Promise.resolve(Date.now()));
