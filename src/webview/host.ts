/** The one place that speaks with VS Code. Everything else sends, listens and saves through here. */
import type { ToPage } from '../protocol/page';
import type { FromPaperPage } from '../protocol/paperPage';
import type { FromResultsPage } from '../protocol/results';
import { messageFrom } from './model/message';

/** Each page speaks its own protocol, and all share what opens a link. */
type FromPage = FromResultsPage | FromPaperPage;

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: object): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be called once in the life of a page. */
const api = acquireVsCodeApi();

export function send(message: FromPage): void {
  api.postMessage(message);
}

/** Calls back with every message of the extension; other senders' messages are passed over. */
export function listen<State, Part = never>(onMessage: (message: ToPage<State, Part>) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = messageFrom<State, Part>(event.data);
    if (message) onMessage(message);
  });
}

/** What an earlier life of this page saved, unchecked; undefined where there was none. */
export function saved(): unknown {
  return api.getState();
}

/** @param page plain JSON */
export function save(page: object): void {
  api.setState(page);
}
