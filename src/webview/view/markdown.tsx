import { Component, createRef } from 'preact';
import { openLink } from './externalLink';
import { sanitisedMarkdown } from './sanitisedMarkdown';

/** Markdown with mathematics. Rendered anew only when the text is another: a selection in it outlives the snapshots. */
export class Markdown extends Component<{ text: string }> {
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
