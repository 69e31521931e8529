import type { RunConfig } from '../../protocol/run';

const texts = new WeakMap<RunConfig, string>();

/** Equal for equal settings; many runs are compared again and again. */
export function configText(config: RunConfig): string {
  const text = texts.get(config) ?? JSON.stringify(config);
  texts.set(config, text);
  return text;
}
