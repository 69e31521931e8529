import os from 'node:os';
import path from 'node:path';
import { LabError } from '../lab/core/labError';
import { processorName } from '../lab/engine/device';
import { startEngine, type Attempt } from '../lab/engine/engine';
import { loadEsbuild } from './bundle';
import { datasets, whereabouts } from './commands/data';
import { dataFolders } from './dataFolders';
import { findWorkspace } from './workspace';

/** One thing that `doctor` looked at. `missing` harms only those who need it. */
export interface Finding {
  readonly subject: string;
  readonly state: 'well' | 'missing' | 'broken';
  readonly says: string;
}

const oldestNode = 20;

/** Looks at all that a run needs. Nothing is thrown: what fails is a finding. */
export async function examine(from: { programFolder: string; data?: string }): Promise<Finding[]> {
  const workspace = findWorkspace(process.cwd());
  return [
    nodeVersion(),
    { subject: 'processor', state: 'well', says: processorName() },
    {
      subject: 'memory',
      state: 'well',
      says: `${gigabytes(os.totalmem())}, ${gigabytes(os.freemem())} free`,
    },
    await esbuildWorks(),
    ...(await backends([workspace, process.cwd(), from.programFolder], from.programFolder)),
    ...(await dataSets(dataFolders(from.data, workspace))),
  ];
}

function nodeVersion(): Finding {
  const { node } = process.versions;
  const old = Number(node.split('.')[0]) < oldestNode;
  return {
    subject: 'Node.js',
    state: old ? 'broken' : 'well',
    says: old ? `${node}; needs ${oldestNode} or later` : node,
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

async function backends(resolveFrom: readonly string[], programFolder: string): Promise<Finding[]> {
  const finding = ({ name, available, reason, remedy }: Attempt): Finding => ({
    subject: `backend ${name}`,
    state: available ? 'well' : 'missing',
    says: available ? `chosen; ${reason}` : `${reason}\n${remedy}`,
  });
  try {
    const { attempts, device } = await startEngine('auto', {
      resolveFrom,
      wasmFolder: path.join(programFolder, 'wasm'),
    });
    return [...attempts.map(finding), { subject: 'computes on', state: 'well', says: device }];
  } catch (error) {
    return [{ subject: 'backend', state: 'broken', says: messageOf(error) }];
  }
}

async function dataSets(folders: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [
    { subject: 'data set glyphs', state: 'well', says: 'generated, no files needed' },
  ];
  for (const dataset of datasets) {
    const files = await whereabouts(dataset, folders);
    findings.push({
      subject: `data set ${dataset.name}`,
      state: files.every(({ found }) => found) ? 'well' : 'missing',
      says: files.map(({ says }) => says).join('\n'),
    });
  }
  return findings;
}

const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const messageOf = (error: unknown) =>
  error instanceof LabError
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
