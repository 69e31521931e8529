import { Markdown } from './markdown';

/** The paper's notes: Markdown with mathematics. */
export function Notes({ markdown }: { markdown: string }) {
  return (
    <section class="notes" aria-labelledby="notes-heading">
      <h2 id="notes-heading">Notes</h2>
      {markdown.trim() ? (
        <Markdown text={markdown} />
      ) : (
        <p class="empty">There are no notes on this paper.</p>
      )}
    </section>
  );
}
