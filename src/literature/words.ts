/** The words of a text in lower case, letters and digits of any script alone: what titles are compared by. */
export function words(text: string): string[] {
  // Most titles have no letters that could be taken apart, and taking apart is what costs.
  if (/^[ -~]*$/.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
