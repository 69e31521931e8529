/** Text of a document made safe inside Markdown: shown as it stands, never as markup, mathematics or HTML. */
export function escapeMarkdown(text: string): string {
  return escaped(text).trim();
}

function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~>$:@]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

/** `[text](address)`, where the address is one of the web; its text and its address stand in groups of their own. */
const linkForm = /\[([^\][]+)\]\((https?:\/\/[^()\s]+)\)/;

/** As `escapeMarkdown`, but a document's links to the web stay links. */
export function escapeKeepingLinks(text: string): string {
  const parts = text.split(linkForm);
  const shown = parts.map((part, at) => {
    if (at % 3 === 0) return escaped(part);
    return at % 3 === 1 ? linkMarkdown(part, parts[at + 1]!) : '';
  });
  return shown.join('').trim();
}

/** The words of a document's note, with the text of its links alone. */
export function withoutAddresses(text: string): string {
  return text.replace(new RegExp(linkForm, 'g'), '$1');
}

/** A link where the address is one of the web, else the text alone. */
export function linkMarkdown(text: string, url: string): string {
  const address = webAddress(url);
  return address ? `[${escapeMarkdown(text || address)}](<${address}>)` : escapeMarkdown(text || url);
}

/** The address, encoded, where it is http or https; null for anything else. */
export function webAddress(url: string): string | null {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href.replace(/[<>\s]/g, encodeURIComponent) : null;
  } catch {
    return null;
  }
}

/** A text for a notification, in which the editor would make `[text](command:…)` a link that runs. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
