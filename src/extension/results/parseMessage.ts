import { longestSaved, mostCurves, savedKinds } from '../../protocol/results';
import type { FromResults, Looking } from '../../protocol/results';
import type { MessageFields } from '../pages/messageFields';
import { arrangementChange } from './tableArrangement';

/** A message of the results page, checked; null where it is none. */
export function parseMessage(message: MessageFields): FromResults | null {
  const runId = message.text('runId');
  const text = message.text('text', longestSaved);
  switch (message.type) {
    case 'openExperiment':
      return { type: 'openExperiment' };
    case 'run':
      return { type: 'run', variant: message.text('variant') };
    case 'rerun':
    case 'stop':
    case 'openRunFolder':
      return runId === null ? null : { type: message.type, runId };
    case 'looking':
      return looking(message.fields('at'));
    case 'arrange':
      return arrange(message.fields('change'));
    case 'copy':
      return text === null ? null : { type: 'copy', text };
    case 'save':
      return save(message, text);
    default:
      return null;
  }
}

function looking(at: MessageFields | null): FromResults | null {
  if (!at) return null;
  const looked: Looking = {
    curves: at.texts('curves', mostCurves),
    origins: at.texts('origins', 2),
    gallery: at.text('gallery'),
    projection: at.text('projection'),
    embeddings: at.text('embeddings'),
  };
  return { type: 'looking', at: looked };
}

function arrange(change: MessageFields | null): FromResults | null {
  return change && { type: 'arrange', change: arrangementChange(change) };
}

function save(message: MessageFields, text: string | null): FromResults | null {
  const kind = savedKinds.find((known) => known === message.text('kind'));
  const name = message.text('name');
  // A name for a file and nothing else: no way into another folder.
  if (kind === undefined || text === null || name === null || !/^[\w .-]{1,100}$/.test(name)) return null;
  return { type: 'save', kind, name, text };
}
