import type { ComponentChildren } from 'preact';
import { send } from '../host';

/** An address that the page may ask the extension to open. Whatever else stands in an untrusted link is only text. */
export function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

/** Opens by the extension alone, which asks before it leaves the editor. */
export function openLink(event: Event, url: string): void {
  event.preventDefault();
  // VS Code's own listener on the document would open it a second time.
  event.stopPropagation();
  if (isWebAddress(url)) send({ type: 'openLink', url });
}

export function ExternalLink({ url, children }: { url: string; children: ComponentChildren }) {
  if (!isWebAddress(url)) return <span>{children}</span>;
  return (
    <a href={url} title={url} onClick={(event) => openLink(event, url)}>
      {children}
    </a>
  );
}
