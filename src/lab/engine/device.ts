import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { promisify } from 'node:util';

/** Model and core count: `AMD EPYC 7B13, 4 cores`. */
export function processorName(): string {
  const all = cpus();
  const model = all[0]?.model.replace(/\s+/g, ' ').trim();
  return `${model === undefined || model === '' ? process.arch : model}, ${all.length} cores`;
}

/** Sets of vector instructions that decide how fast a processor trains, by the name of their flag in Linux. */
const vectorInstructions = new Map([
  ['avx2', 'AVX2'],
  ['fma', 'FMA'],
  ['avx512f', 'AVX-512'],
  ['avx512_vnni', 'AVX-512 VNNI'],
  ['amx_tile', 'AMX'],
  ['asimd', 'NEON'],
  ['sve', 'SVE'],
]);

/** The processor's vector instructions where the system tells of them, which Linux does; else null. */
export function instructionSets(): readonly string[] | null {
  try {
    const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
    const has = new Set(flags?.split(' '));
    return flags === undefined
      ? null
      : [...vectorInstructions].flatMap(([flag, name]) => (has.has(flag) ? [name] : []));
  } catch {
    return null;
  }
}

/** NVIDIA's cards as their driver names them; none where its tool does not answer. */
export async function nvidiaCards(): Promise<string[]> {
  try {
    const query = ['--query-gpu=name', '--format=csv,noheader'];
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 5000 });
    return stdout.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  } catch {
    return [];
  }
}
