import { open, rm } from 'node:fs/promises';
import os from 'node:os';
import * as v from 'valibot';
import { readSmall } from './plainFile';
import { parse, count, text } from './schema';
import type { Observer } from './state';
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

/** The clock may be set after the machine has started. */
const bootSlack = 60 * 1000;

/** The living process that works on a sweep; null where there is none. One on another machine is taken to live. */
export async function ownerOf(folder: string, observer: Observer): Promise<Owner | null> {
  const json = await readSmall(sweepFiles(folder).owner, 10_000);
  const parsed = json === null ? null : parse(owner, json, 1);
  if (!parsed || 'problem' in parsed) return null;
  const { pid, host, at } = parsed.value;
  if (host !== observer.host) return parsed.value;
  return Date.parse(at) > observer.bootedAt - bootSlack && observer.isAlive(pid) ? parsed.value : null;
}

/**
 * Makes this process the one that works on a sweep.
 * @returns how to give it up; or the process that has it
 */
export async function claimSweep(
  folder: string,
  observer: Observer,
): Promise<{ release(): Promise<void> } | { owner: Owner }> {
  const { owner: file } = sweepFiles(folder);
  const living = await ownerOf(folder, observer);
  if (living) return { owner: living };
  await rm(file, { force: true });
  const own: Owner = { schema: 1, pid: process.pid, host: os.hostname(), at: new Date().toISOString() };
  try {
    // Of two that come at once, one alone makes the file.
    const handle = await open(file, 'wx');
    await handle.writeFile(JSON.stringify(own) + '\n');
    await handle.close();
  } catch (error) {
    const other = await ownerOf(folder, observer);
    if (other) return { owner: other };
    throw error;
  }
  return { release: () => rm(file, { force: true }) };
}
