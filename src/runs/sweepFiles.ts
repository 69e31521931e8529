import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { sweepSchemaVersion, type Sweep, type SweepRequest } from '../protocol/sweep';
import { readSmall } from './plainFile';
import { replaceFile } from './replaceFile';
import { writing } from './writeError';
import { count, experiment, parse, parseJson, text, type Parsed } from './schema';

const mostBytes = 1 << 20;

/** Where the files of a sweep stand. */
export function sweepFiles(folder: string) {
  return {
    sweep: path.join(folder, 'sweep.json'),
    owner: path.join(folder, 'owner.json'),
    skipped: path.join(folder, 'skipped.json'),
    requests: path.join(folder, 'requests'),
  };
}

/** The sweeps that belong to a folder of runs. */
export const sweepsFolder = (runs: string) => path.join(path.dirname(runs), 'sweeps');

const positive = v.pipe(count, v.minValue(1));
const keys = v.array(text(1000));

/** More runs than that nobody plans; whoever opens the folder would wait for their list. */
const mostRuns = 100_000;

const plan = v.object({
  schema: v.literal(sweepSchemaVersion),
  id: text(200),
  createdAt: v.pipe(text(40), v.isoTimestamp()),
  experiment,
  variants: v.array(text(200)),
  seeds: v.pipe(v.array(count), v.minLength(1), v.maxLength(10_000)),
  folds: v.optional(
    v.object({ of: v.pipe(positive, v.maxValue(1000)), cut: v.picklist(['realityCheck', 'full']) }),
  ),
  steps: positive,
  search: v.optional(
    v.object({
      method: v.picklist(['random', 'halving']),
      trials: v.pipe(positive, v.maxValue(100_000)),
      variants: v.array(text(200)),
    }),
  ),
  atOnce: positive,
  threads: positive,
  backend: text(200),
  data: v.optional(text(5000)),
});

const sweep = v.pipe(
  plan,
  v.check((one) => plannedRuns(one) <= mostRuns, `plans more than ${mostRuns} runs`),
) satisfies v.GenericSchema<unknown, Sweep>;

function plannedRuns({ variants, seeds, folds, search }: v.InferOutput<typeof plan>): number {
  const searched = search ? search.variants.length * search.trials : 0;
  return (folds?.of ?? 1) * (variants.length * seeds.length + 2 * searched);
}

const request = v.variant('type', [
  v.object({ type: v.literal('skip'), jobs: keys }),
  v.object({ type: v.literal('retry') }),
  v.object({ type: v.literal('stop') }),
]) satisfies v.GenericSchema<unknown, SweepRequest>;

/** Makes the folder of a new sweep. @throws WriteError where the system refuses */
export async function createSweep(folder: string, made: Sweep): Promise<void> {
  await writing(folder, () => mkdir(folder, { recursive: true }));
  await replaceFile(sweepFiles(folder).sweep, JSON.stringify(made, null, 2) + '\n');
}

/** @returns null where the folder is not a sweep's */
export async function readSweep(folder: string): Promise<Parsed<Sweep> | null> {
  const json = await readSmall(sweepFiles(folder).sweep, mostBytes);
  if (json === null) return null;
  const parsed = parse(sweep, json, sweepSchemaVersion);
  // Its folder is found by its id: another one, such as ../.., would lead elsewhere.
  if ('value' in parsed && parsed.value.id !== path.basename(folder)) {
    return { problem: `id: it must be the folder's name, ${path.basename(folder)}` };
  }
  return parsed;
}

/** Folder names of all sweeps, newest first. */
export async function sweepNames(sweeps: string): Promise<string[]> {
  try {
    return (await readdir(sweeps)).sort().reverse();
  } catch {
    return [];
  }
}

/** Keys of the jobs that were taken out; none where the file cannot be understood. */
export async function readSkipped(folder: string): Promise<ReadonlySet<string>> {
  const json = await readSmall(sweepFiles(folder).skipped, mostBytes);
  const parsed = v.safeParse(keys, json === null ? [] : valueOf(parseJson(json)));
  return new Set(parsed.success ? parsed.output : []);
}

export async function writeSkipped(folder: string, skipped: ReadonlySet<string>): Promise<void> {
  await replaceFile(sweepFiles(folder).skipped, JSON.stringify([...skipped], null, 2) + '\n');
}

/** Leaves a request for the process that works on a sweep. */
export async function leaveRequest(folder: string, asked: SweepRequest): Promise<void> {
  const { requests } = sweepFiles(folder);
  await mkdir(requests, { recursive: true });
  const name = `${Date.now()}-${randomBytes(3).toString('hex')}.json`;
  await replaceFile(path.join(requests, name), JSON.stringify(asked) + '\n');
}

/** Takes what was asked for, in its order; what cannot be understood is dropped. */
export async function takeRequests(folder: string): Promise<SweepRequest[]> {
  const { requests } = sweepFiles(folder);
  const names = await readdir(requests).catch(() => []);
  const taken: SweepRequest[] = [];
  for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
    const file = path.join(requests, name);
    const parsed = v.safeParse(request, valueOf(parseJson((await readSmall(file, mostBytes)) ?? '')));
    await rm(file, { force: true });
    if (parsed.success) taken.push(parsed.output);
  }
  return taken;
}

const valueOf = (parsed: Parsed<unknown>) => ('value' in parsed ? parsed.value : null);
