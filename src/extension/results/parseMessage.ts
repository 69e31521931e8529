import type { FromPage } from '../../protocol/results';

/** A message of the page, checked; null where it is not one of ours. */
export function parseMessage(message: unknown): FromPage | null {
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  const text = (key: string): string | null => {
    const value: unknown = Reflect.get(message, key);
    return typeof value === 'string' && value.length <= 2000 ? value : null;
  };
  const runId = text('runId');
  const url = text('url');
  switch (message.type) {
    case 'ready':
    case 'openExperiment':
      return { type: message.type };
    case 'run':
      return { type: 'run', variant: text('variant') };
    case 'stop':
    case 'openRunFolder':
      return runId === null ? null : { type: message.type, runId };
    case 'openLink':
      return url === null ? null : { type: 'openLink', url };
    default:
      return null;
  }
}
