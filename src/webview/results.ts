/** The results page: whole snapshots of the extension come in, messages of the reader go out. */
import { h, render } from 'preact';
import type { ResultsState } from '../protocol/results';
import { registerControls } from './controls';
import { listen, save, savedUi, send } from './host';
import { announcement } from './model/announcement';
import { restoreUi, type UiState } from './model/uiState';
import './styles/page.css';
import 'uplot/dist/uPlot.min.css';
import './styles/controls.css';
import './styles/header.css';
import './styles/runs.css';
import './styles/curves.css';
import './styles/literature.css';
import { keepingFocus } from './view/keepingFocus';
import { Page } from './view/page';

const root = document.createElement('main');
let state: ResultsState | null = null;
let error: string | null = null;
let news: string | null = null;
let ui = restoreUi(savedUi());

function draw(): void {
  const page = h(Page, { state, error, news, ui, change, dismissError });
  keepingFocus(() => render(page, root));
}

function change(patch: Partial<UiState>): void {
  ui = { ...ui, ...patch };
  saveAll();
  draw();
}

function dismissError(): void {
  error = null;
  draw();
}

function show(next: ResultsState): void {
  const first = state === null;
  news = state && announcement(state.rows, next.rows);
  state = next;
  error = null;
  saveAll();
  draw();
  if (first) window.scrollTo(0, ui.scroll);
}

function saveAll(): void {
  if (state) save({ paper: state.paper?.id ?? null, experiment: state.experiment, ui });
}

function rememberScroll(): void {
  // Before the first snapshot there is nothing to scroll, and the saved place is still to be gone to.
  if (!state) return;
  ui = { ...ui, scroll: window.scrollY };
  saveAll();
}

registerControls();
document.body.append(root);
draw();
listen((message) => {
  if (message.type === 'state') return show(message.state);
  error = message.message;
  draw();
});
window.addEventListener('scrollend', rememberScroll);
send({ type: 'ready' });
