import { protocolVersion, type ToPage } from '../../protocol/page';
import { isRecord } from './uiState';

/** A message of the extension. Null for what is none; one of another protocol version becomes an error in words. */
export function messageFrom<State, Part = never>(data: unknown): ToPage<State, Part> | null {
  if (!isRecord(data)) return null;
  if (data['type'] === 'error' && typeof data['message'] === 'string') {
    return { type: 'error', message: data['message'] };
  }
  // The parts that follow a state are of its version.
  if (data['type'] === 'part' && isRecord(data['part'])) return data as unknown as ToPage<State, Part>;
  if (data['type'] !== 'state') return null;
  if (data['protocol'] !== protocolVersion) {
    return {
      type: 'error',
      message: 'This page is of another version than the extension. Reload the window.',
    };
  }
  // The version is the promise of the shape: both sides are built from one declaration.
  return data as unknown as ToPage<State, Part>;
}
