/** Run folders as the runner leaves them, for tests of what shows them. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunRecord } from '../../src/protocol/run';
import { fileHash } from '../../src/runs/fileHash';
import { sampleRecord, sampleResult } from '../unit/runs/samples';

/** An experiment's file: where in the workspace, and its text. */
export interface RecordedFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Writes a finished run of an experiment whose claim is circle against triplet.
 * @param recall its Recall@1 on test; MAP@R is half of it
 * @returns the run's folder
 */
export async function recordRun(
  workspace: string,
  { file, text }: RecordedFile,
  { variant, seed, recall }: { variant: string; seed: number; recall: number },
): Promise<string> {
  const experiment: RunRecord['experiment'] = {
    ...{ file, paper: 'circle-loss', codeHash: 'code', fileHash: fileHash(text) },
    claim: { better: 'circle', than: 'triplet', on: 'R@1' },
  };
  const id = `20260102-030405-recorded-${variant}-s${seed}`;
  const test = { 'R@1': recall, 'MAP@R': recall / 2 };
  const result = { ...sampleResult, metrics: { ...sampleResult.metrics, test } };
  const folder = path.join(workspace, '.metric-lab', 'runs', id);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'result.json'), JSON.stringify(result));
  await writeFile(
    path.join(folder, 'run.json'),
    JSON.stringify(sampleRecord({ id, variant, seed, experiment })),
  );
  return folder;
}
