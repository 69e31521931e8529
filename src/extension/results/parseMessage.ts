import type { FromResults } from '../../protocol/results';
import type { MessageFields } from '../pages/messageFields';

/** A message of the results page, checked; null where it is none. */
export function parseMessage(message: MessageFields): FromResults | null {
  const runId = message.text('runId');
  switch (message.type) {
    case 'openExperiment':
      return { type: 'openExperiment' };
    case 'run':
      return { type: 'run', variant: message.text('variant') };
    case 'stop':
    case 'openRunFolder':
      return runId === null ? null : { type: message.type, runId };
    default:
      return null;
  }
}
