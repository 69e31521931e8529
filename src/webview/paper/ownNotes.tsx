import { send } from '../host';
import { Markdown } from '../view/markdown';

/** The reader's own notes, and the way to them. */
export function OwnNotes({ markdown }: { markdown: string | null }) {
  return (
    <section class="own-notes" aria-labelledby="own-notes-heading">
      <h2 id="own-notes-heading">My notes</h2>
      {markdown?.trim() ? <Markdown text={markdown} /> : <p class="empty">None yet.</p>}
      <vscode-button appearance="secondary" onClick={() => send({ type: 'openMyNotes' })}>
        Open my notes
      </vscode-button>
    </section>
  );
}
