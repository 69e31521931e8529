/** A text with single spaces for all its white space, and none at its ends. */
export function oneLine(text: string): string {
  return text.replace(/\s{2,}|[^\S ]/g, ' ').trim();
}
