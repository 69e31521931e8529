import * as v from 'valibot';
import { eager } from '../../lab/core/prepare';
import { tryEngine, type EngineName, type EngineSources } from '../../lab/engine/engine';
import { passes, selfTest } from './selfTest';

const part = v.nullable(v.number());

const schema = v.object({
  name: v.string(),
  /** `missing`: it does not start, which harms only those who need it. `broken`: it starts, and fails. */
  state: v.picklist(['well', 'missing', 'broken']),
  /** What it is, or what is wrong with it, in words. */
  says: v.string(),
  remedy: v.optional(v.string()),
  device: v.optional(v.string()),
  /** JSON has no NaN: it comes as null. */
  selfTest: v.optional(v.object({ lossError: part, gradientError: part, stepMilliseconds: part })),
});

/** What `doctor` found of one engine. */
export type EngineReport = v.InferOutput<typeof schema>;

/** @returns null where the text is no report */
export function parseEngineReport(text: string): EngineReport | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** What to do about an engine that starts but does not work. */
export const avoid = 'choose another by --backend';

/** Starts an engine in this process and tries it. A native library may end the process: give it one of its own. */
export async function examineEngine(name: EngineName, from: EngineSources): Promise<EngineReport> {
  const { attempt, started } = await tryEngine(name, from);
  const { reason: says, remedy } = attempt;
  if (!started) return { name, state: 'missing', says, remedy };
  const { device } = started;
  try {
    const tested = await selfTest(started.prepare ?? eager);
    return passes(tested)
      ? { name, state: 'well', says, device, selfTest: tested }
      : { name, state: 'broken', says: `${says}; computes wrong`, remedy: avoid, device, selfTest: tested };
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { name, state: 'broken', says: `${says}; fails its self-test: ${problem}`, remedy: avoid, device };
  }
}
