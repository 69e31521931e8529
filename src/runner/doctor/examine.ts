import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LabError } from '../../lab/core/labError';
import { instructionSets, processorName } from '../../lab/engine/device';
import { automatic, passedOver } from '../../lab/engine/engine';
import { graphicsCards } from '../../lab/engine/graphics';
import { loadEsbuild } from '../bundle';
import { datasets, whereabouts } from '../commands/data';
import { dataFolders, userDataFolder } from '../dataFolders';
import { findWorkspace } from '../workspace';
import { examineEngineApart } from './engineProcess';
import type { EngineReport } from './engineReport';

/** One thing that `doctor` looked at. `missing` harms only those who need it. */
export interface Finding {
  readonly subject: string;
  readonly state: 'well' | 'missing' | 'broken';
  readonly says: string;
}

/** The machine, and what of it a run needs. */
export interface Examination {
  readonly processor: string;
  /** Null where the system does not tell. */
  readonly instructionSets: readonly string[] | null;
  /** Graphics cards. */
  readonly graphics: readonly string[];
  /** In the order in which `auto` tries them. */
  readonly engines: readonly EngineReport[];
  /** What `auto` takes; null where no engine starts. */
  readonly chosen: string | null;
  readonly findings: readonly Finding[];
}

const oldestNode = 20;

/**
 * Looks at all that a run needs. What fails is a finding, and nothing is thrown but for a data folder that is not there.
 * @param from.runner the `metric-lab` program, a file, to examine each engine in a process of its own
 */
export async function examine(from: { runner: string; data?: string }): Promise<Examination> {
  const workspace = findWorkspace(process.cwd());
  const engines: EngineReport[] = [];
  // One after the other: they are timed.
  for (const name of automatic) engines.push(await examineEngineApart(name, from.runner));
  const graphics = await graphicsCards();
  const startable = automatic.filter(
    (name, at) => engines[at]!.state !== 'missing' && !passedOver(name, graphics),
  );
  return {
    ...{ processor: processorName(), instructionSets: instructionSets(), graphics, engines },
    chosen: startable[0] ?? null,
    findings: [
      nodeVersion(),
      await esbuildWorks(),
      { subject: 'memory', state: 'well', says: sizes(os.totalmem(), os.freemem()) },
      await freeDisk(),
      ...(await dataSets(dataFolders(from.data, workspace))),
    ],
  };
}

function nodeVersion(): Finding {
  const { node } = process.versions;
  const old = Number(node.split('.')[0]) < oldestNode;
  return {
    subject: 'Node.js',
    state: old ? 'broken' : 'well',
    says: `${node} on ${process.platform} ${process.arch}${old ? `; needs ${oldestNode} or later` : ''}`,
  };
}

async function esbuildWorks(): Promise<Finding> {
  const subject = 'esbuild, which reads experiment files';
  try {
    const esbuild = await loadEsbuild();
    await esbuild.transform('let n: number = 1', { loader: 'ts' });
    await esbuild.stop();
    return { subject, state: 'well', says: esbuild.version };
  } catch (error) {
    return { subject, state: 'broken', says: messageOf(error) };
  }
}

async function freeDisk(): Promise<Finding> {
  const folder = userDataFolder();
  const { bsize, blocks, bavail } = await statfs(nearestThere(folder));
  return { subject: 'disk', state: 'well', says: `${sizes(blocks * bsize, bavail * bsize)} for ${folder}` };
}

/** The folder, or the nearest above it that is there. */
const nearestThere = (folder: string): string =>
  existsSync(folder) ? folder : nearestThere(path.dirname(folder));

async function dataSets(folders: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [
    { subject: 'data set glyphs', state: 'well', says: 'generated, no files needed' },
  ];
  for (const dataset of datasets) {
    const files = await whereabouts(dataset, folders);
    const isThere = files.every(({ found }) => found);
    const places = files.map(({ says }) => says);
    findings.push({
      subject: `data set ${dataset.name}`,
      state: isThere ? 'well' : 'missing',
      says: [...places, ...(isThere ? [] : [`to do: metric-lab data add ${dataset.name}`])].join('\n'),
    });
  }
  return findings;
}

const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const sizes = (all: number, free: number) => `${gigabytes(all)}, ${gigabytes(free)} free`;
const messageOf = (error: unknown) =>
  error instanceof LabError
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
