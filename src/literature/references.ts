/** `[44]: https://...`: what a link of Markdown's by that name leads to. */
const definitionForm = /^ {0,3}\[([^[\]]+)\]:\s+<?(https?:\/\/[^\s<>()]+)>?\s*$/i;

/** `[words][44]`, and `[words][]` by its own words. */
const referenceForm = /\[(\[[^[\]]*\]|[^[\]]+)\]\[([^[\]]*)\]/g;

/**
 * Puts addresses into links that are defined elsewhere in the document: `[words][44]` becomes `[words](https://...)`, and
 * the row that defines it is left empty. A definition that no link uses stays.
 */
export function withReferences(
  rows: readonly string[],
  isCode: (index: number) => boolean,
): readonly string[] {
  const defined = new Map<string, { readonly url: string; readonly at: number }>();
  rows.forEach((row, at) => {
    const found = row.includes(']:') && !isCode(at) ? definitionForm.exec(row) : null;
    if (found && !defined.has(nameOf(found[1]!))) defined.set(nameOf(found[1]!), { url: found[2]!, at });
  });
  if (defined.size === 0) return rows;
  const used = new Set<number>();
  const linked = rows.map((row, at) => {
    if (!row.includes('][') || isCode(at)) return row;
    return row.replace(referenceForm, (whole: string, words: string, name: string) => {
      const target = defined.get(nameOf(name || words));
      if (!target) return whole;
      used.add(target.at);
      return `[${words}](${target.url})`;
    });
  });
  return linked.map((row, at) => (used.has(at) ? '' : row));
}

function nameOf(text: string): string {
  return text.trim().toLowerCase();
}
