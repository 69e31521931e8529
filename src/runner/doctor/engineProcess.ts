import { execFile } from 'node:child_process';
import type { EngineName } from '../../lab/engine/engine';
import { avoid, parseEngineReport, type EngineReport } from './engineReport';

/** Milliseconds after which an engine that does not answer is given up. */
const patience = 120_000;

/**
 * Examines an engine in a process of its own: what a native library does to that process is reported, not suffered.
 * @param runner the `metric-lab` program, a file
 */
export function examineEngineApart(name: EngineName, runner: string): Promise<EngineReport> {
  const command = [...process.execArgv, runner, 'doctor', '--engine', name, '--json'];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { timeout: patience }, (error, stdout) => {
      // Native libraries print what they like around it.
      const report = parseEngineReport(/^\{$.*^\}$/ms.exec(stdout)?.[0] ?? '');
      if (report && !error?.signal) return resolve(report);
      const remedy = `see what it prints by 'metric-lab doctor --engine ${name}', or ${avoid}`;
      resolve({ name, state: 'broken', says: howItEnded(error), remedy });
    });
  });
}

function howItEnded(error: (Error & { killed?: boolean; signal?: string; code?: unknown }) | null): string {
  if (error?.killed) return `no answer within ${patience / 1000} seconds`;
  return `ends the process (${error?.signal ?? `code ${String(error?.code ?? 0)}`})`;
}
