import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';

/** Model and core count: `AMD EPYC 7B13, 4 cores`. */
export function processorName(): string {
  const all = cpus();
  const model = all[0]?.model.replace(/\s+/g, ' ').trim();
  return `${model === undefined || model === '' ? process.arch : model}, ${all.length} cores`;
}

/** The first NVIDIA card's name as its driver gives it; 'graphics card' where the driver's tool does not answer. */
export async function graphicsCardName(): Promise<string> {
  try {
    const query = ['--query-gpu=name', '--format=csv,noheader'];
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 5000 });
    return stdout.split('\n')[0]!.trim();
  } catch {
    return 'graphics card';
  }
}
