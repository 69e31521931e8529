import { longestSaved, mostCurves, savedKinds } from '../../protocol/results';
import type { FromResults, Looking } from '../../protocol/results';
import type { MessageFields } from '../pages/messageFields';
import { arrangementChange } from './tableArrangement';

type Type = FromResults['type'];

/** For each type what such a message says; null where it lacks something. */
const readers: { readonly [T in Type]: (message: MessageFields) => FromResults | null } = {
  openExperiment: () => ({ type: 'openExperiment' }),
  run: (message) => ({ type: 'run', variant: message.text('variant') }),
  runSeeds: (message) => ({ type: 'runSeeds', variant: message.text('variant') }),
  rerun: (message) => ofRun('rerun', message),
  stop: (message) => ofRun('stop', message),
  openRunFolder: (message) => ofRun('openRunFolder', message),
  looking: (message) => looking(message.fields('at')),
  arrange: (message) => arrange(message.fields('change')),
  copy: (message) => copy(message.text('text', longestSaved)),
  save: (message) => save(message, message.text('text', longestSaved)),
};

/** A message of the results page, checked; null where it is none. */
export function parseMessage(message: MessageFields): FromResults | null {
  return isType(message.type) ? readers[message.type](message) : null;
}

function isType(type: unknown): type is Type {
  return typeof type === 'string' && Object.hasOwn(readers, type);
}

function ofRun(type: 'rerun' | 'stop' | 'openRunFolder', message: MessageFields): FromResults | null {
  const runId = message.text('runId');
  return runId === null ? null : { type, runId };
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

function copy(text: string | null): FromResults | null {
  return text === null ? null : { type: 'copy', text };
}

function save(message: MessageFields, text: string | null): FromResults | null {
  const kind = savedKinds.find((known) => known === message.text('kind'));
  const name = message.text('name');
  // A name for a file and nothing else: no way into another folder.
  if (kind === undefined || text === null || name === null || !/^[\w .-]{1,100}$/.test(name)) return null;
  return { type: 'save', kind, name, text };
}
