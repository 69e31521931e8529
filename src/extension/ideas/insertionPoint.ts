import type { TextChange } from './imports';

/**
 * Where a declaration goes: at the cursor, where that is a blank line outside of every bracket; else above the
 * experiment, which uses it; else at the end.
 * @returns the place, with the text that has to stand around the declaration
 */
export function insertionPoint(document: string, cursor: number): TextChange & { readonly after: string } {
  const lineStart = document.lastIndexOf('\n', cursor - 1) + 1;
  const lineEnd = endOfLine(document, cursor);
  if (document.slice(lineStart, lineEnd).trim() === '' && depthAt(document, lineStart) === 0) {
    return { start: lineStart, end: lineEnd, text: '', after: '' };
  }
  const experiment = experimentStart(document);
  if (experiment !== null) return { start: experiment, end: experiment, text: '', after: '\n\n' };
  const gap = document.endsWith('\n') || document === '' ? '\n' : '\n\n';
  return { start: document.length, end: document.length, text: gap, after: '\n' };
}

/** Start of `export default`, or of the comment right above it. */
function experimentStart(document: string): number | null {
  const match = /^(?:(?:\/\/.*\r?\n)+|\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\r?\n)?export default\b/m.exec(
    document,
  );
  return match ? match.index : null;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  const stop = end === -1 ? text.length : end;
  return text[stop - 1] === '\r' && stop > from ? stop - 1 : stop;
}

/** How many brackets are open at an offset; what stands in strings and comments does not count. */
function depthAt(document: string, offset: number): number {
  const code = document
    .slice(0, offset)
    .replace(
      /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g,
      '',
    );
  let depth = 0;
  for (const character of code) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
  }
  return Math.max(0, depth);
}
