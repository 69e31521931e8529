/** The page of a paper: whole snapshots of the extension come in, messages of the reader go out. */
import { h, render } from 'preact';
import { unpackRows } from '../protocol/packedRows';
import type { PaperPageSnapshot, PaperPageState } from '../protocol/paperPage';
import { registerControls } from './controls';
import { listen, save, saved, send } from './host';
import { announcement } from './model/announcement';
import { isRecord } from './model/uiState';
import { PaperPage } from './paper/page';
import './styles/page.css';
import './styles/controls.css';
import './styles/header.css';
import './styles/literature.css';
import './styles/paper.css';
import './styles/print.css';
import { keepingFocus } from './view/keepingFocus';

const root = document.createElement('main');
let state: PaperPageState | null = null;
let error: string | null = null;
let news: string | null = null;

function draw(): void {
  keepingFocus(() => render(h(PaperPage, { state, error, news, dismissError }), root));
}

function dismissError(): void {
  error = null;
  draw();
}

function show(next: PaperPageState): void {
  const { id } = next.paper;
  const begins = state?.paper.id !== id;
  news = state && !begins ? announcement(state.rows, next.rows) : null;
  state = next;
  error = null;
  draw();
  if (begins) window.scrollTo(0, savedScroll(id));
}

/** How far down the page was when it was last about this paper; 0 where it was about another. */
function savedScroll(paperId: string): number {
  const page = saved();
  if (!isRecord(page) || page['paperId'] !== paperId) return 0;
  return typeof page['scroll'] === 'number' ? page['scroll'] : 0;
}

registerControls();
document.body.append(root);
draw();
listen<PaperPageSnapshot>((message) => {
  if (message.type === 'state') return show({ ...message.state, rows: unpackRows(message.state.rows) });
  if (message.type === 'error') error = message.message;
  draw();
});
window.addEventListener('scrollend', () => {
  if (state) save({ paperId: state.paper.id, scroll: window.scrollY });
});
send({ type: 'ready' });
