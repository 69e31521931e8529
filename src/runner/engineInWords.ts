import type { Engine } from '../lab/engine/engine';

/** What computes, and which of the engines before it are here and yet do not start: no engine gives way in silence. */
export function engineInWords({
  name,
  device,
  attempts,
}: Pick<Engine, 'name' | 'device' | 'attempts'>): string {
  const failed = attempts.filter(({ fails }) => fails);
  const lines = failed.map((attempt) => `not ${attempt.name}: ${attempt.reason}; ${attempt.remedy}`);
  return [`${name} on ${device}`, ...lines].join('\n');
}
