/** The one place that speaks with VS Code. Everything else sends, listens and saves through here. */
import type { FromPage, ToPage } from '../protocol/results';
import { messageFrom } from './model/message';
import type { SavedPage } from './model/savedPage';

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: SavedPage): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be called once in the life of a page. */
const api = acquireVsCodeApi();

export function send(message: FromPage): void {
  api.postMessage(message);
}

/** Calls back with every message of the extension; other senders' messages are passed over. */
export function listen(onMessage: (message: ToPage) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = messageFrom(event.data);
    if (message) onMessage(message);
  });
}

/** What an earlier life of this page saved, unchecked; undefined where there was none. */
export function saved(): unknown {
  return api.getState();
}

export function save(page: SavedPage): void {
  api.setState(page);
}
