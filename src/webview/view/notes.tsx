import { Component, createRef } from 'preact';
import { openLink } from './externalLink';
import { sanitisedMarkdown } from './sanitisedMarkdown';

/** The paper's notes: Markdown with mathematics. */
export function Notes({ markdown }: { markdown: string }) {
  return (
    <aside class="notes" aria-labelledby="notes-heading">
      <h2 id="notes-heading">Notes</h2>
      {markdown.trim() ? (
        <Markdown text={markdown} />
      ) : (
        <p class="empty">There are no notes on this paper.</p>
      )}
    </aside>
  );
}

/** Rendered anew only when the text is another: a selection in the notes outlives the snapshots. */
class Markdown extends Component<{ text: string }> {
  private readonly element = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    this.fill();
  }

  override shouldComponentUpdate(next: { text: string }): boolean {
    return next.text !== this.props.text;
  }

  override componentDidUpdate(): void {
    this.fill();
  }

  override render() {
    return <div ref={this.element} class="markdown" onClick={followLink} />;
  }

  private fill(): void {
    this.element.current?.replaceChildren(sanitisedMarkdown(this.props.text));
  }
}

function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (link) openLink(event, link.getAttribute('href') ?? '');
}
