/** The results page: snapshots of the extension come in, messages of the reader go out. */
import { h, render } from 'preact';
import type { Looking, ResultsPart, ResultsSnapshot, ResultsState } from '../protocol/results';
import { registerControls } from './controls';
import { listen, save, saved, send } from './host';
import { announcement } from './model/announcement';
import { arranged, arrangementChange } from './model/arrangement';
import { noParts, receive, withPart, type Parts, type Settled } from './model/received';
import { follow, restorePage, type SavedPage } from './model/savedPage';
import type { UiState } from './model/uiState';
import './styles/page.css';
import 'uplot/dist/uPlot.min.css';
import './styles/controls.css';
import './styles/header.css';
import './styles/runs.css';
import './styles/curves.css';
import './styles/runParts.css';
import './styles/literature.css';
import { keepingFocus } from './view/keepingFocus';
import { Page } from './view/page';

const root = document.createElement('main');
let state: ResultsState | null = null;
let settled: Settled | null = null;
let parts: Parts = noParts;
/** What the extension knows that the reader looks at. */
let looking = '';
let error: string | null = null;
let news: string | null = null;
let kept = restorePage(saved());

function draw(): void {
  const page = h(Page, { state, parts, error, news, ui: kept.ui, change, look, dismissError });
  keepingFocus(() => render(page, root));
}

function change(patch: Partial<UiState>): void {
  const ui = { ...kept.ui, ...patch };
  const change = arrangementChange(kept.ui, ui);
  if (change) send({ type: 'arrange', change });
  keep({ ...kept, ui });
  draw();
}

function keep(page: SavedPage): void {
  kept = page;
  save(page);
}

function look(at: Looking): void {
  const next = JSON.stringify(at);
  if (next === looking) return;
  looking = next;
  send({ type: 'looking', at });
}

function dismissError(): void {
  error = null;
  draw();
}

function show(snapshot: ResultsSnapshot): void {
  const received = receive(snapshot, settled);
  if (!received) return;
  settled = received.settled;
  const next = received.state;
  const page = follow(state ? kept : { ...kept, ui: arranged(kept.ui, next.arrangement) }, next);
  const begins = state === null || page.subject !== kept.subject;
  news = state && !begins ? announcement(state.rows, next.rows) : null;
  state = next;
  error = null;
  keep(page);
  draw();
  if (begins) window.scrollTo(0, page.ui.scroll);
}

function rememberScroll(): void {
  // Before the first snapshot there is nothing to scroll, and the saved place is still to be gone to.
  if (state) keep({ ...kept, ui: { ...kept.ui, scroll: window.scrollY } });
}

registerControls();
document.body.append(root);
draw();
listen<ResultsSnapshot, ResultsPart>((message) => {
  if (message.type === 'state') return show(message.state);
  if (message.type === 'part') parts = withPart(parts, message.part);
  else error = message.message;
  draw();
});
window.addEventListener('scrollend', rememberScroll);
send({ type: 'ready' });
