import { protocolVersion, type ToPage } from '../../protocol/page';
import { isRecord } from './uiState';

/** A message of the extension. Null for what is none; one of another protocol version becomes an error in words. */
export function messageFrom<State>(data: unknown): ToPage<State> | null {
  if (!isRecord(data)) return null;
  if (data['type'] === 'error' && typeof data['message'] === 'string') {
    return { type: 'error', message: data['message'] };
  }
  if (data['type'] !== 'state') return null;
  if (data['protocol'] !== protocolVersion) {
    return {
      type: 'error',
      message: 'This page is of another version than the extension. Reload the window.',
    };
  }
  // The version is the promise of the shape: both sides are built from one declaration.
  return data as unknown as ToPage<State>;
}
