/**
 * What many runs cost the extension host itself: `npm run bench -- host`. The editor runs this with the extension in a
 * workspace; METRIC_LAB_HOST_RECORDS is a folder of records beside it, METRIC_LAB_HOST_FIGURES the file for the figures.
 */
import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { Extension } from '../../src/extension/extension';

/** How long the host is left alone, so that what it does afterwards is counted as well. */
const restMilliseconds = 3000;

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<Extension>('metric-lab.metric-lab');
  const workspace = vscode.workspace.workspaceFolders?.[0];
  assert.ok(extension && workspace);
  const [records, figures] = [given('METRIC_LAB_HOST_RECORDS'), given('METRIC_LAB_HOST_FIGURES')];
  const { runs } = await extension.activate();
  const before = await settled();

  await rename(records, path.join(workspace.uri.fsPath, '.metric-lab'));
  await vscode.commands.executeCommand('metricLab.runs.focus');
  const since = performance.now();
  await runs.refresh();
  const seconds = (performance.now() - since) / 1000;
  const listed = await settled();

  await vscode.commands.executeCommand('metricLab.showResults', { paperId: 'circle-loss' });
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  while (!tabs().some(({ label }) => label.startsWith('Results: '))) await pause(50);
  const shown = await settled();
  const looks = { before, listed, shown };
  const most = process.resourceUsage().maxRSS * 1024;
  await writeFile(figures, JSON.stringify({ runs: runs.runs.length, seconds, looks, most }));
}

/** Memory once the host has come to rest and its garbage is gone, bytes. */
async function settled(): Promise<NodeJS.MemoryUsage> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  await pause(restMilliseconds);
  collect();
  // What was collected is handed back to the system a moment later.
  await pause(restMilliseconds / 3);
  collect();
  return process.memoryUsage();
}

function given(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set.`);
  return value;
}
