import type { Field, Item } from 'bibtex-parse';

/** Braces within a value, so deep; the library reads what goes deeper. */
const deepest = 4;

const word = String.raw`[^=#,{}()[\]"\s]+`;
const headForm = new RegExp(String.raw`@(?!comment|preamble|string)([a-z]+)\s*\{\s*(${word})\s*,\s*`, 'iy');
const value = String.raw`\{(${within('{}', deepest)})\}|"(${within('"{}', deepest)})"|(\d+)|(${word})`;
const fieldForm = new RegExp(String.raw`(${word})\s*=\s*(${value})\s*(?:,\s*|(?=\}))`, 'y');

/** A text without these signs, but for pairs of braces, and signs behind a backslash. */
function within(signs: string, depth: number): string {
  const others = String.raw`[^${signs}\\]*`;
  const braces = depth > 0 ? String.raw`|\{${within('{}', depth - 1)}\}` : '';
  return String.raw`${others}(?:(?:\\[^]${braces})${others})*`;
}

/**
 * Reads an entry that is written as nearly all are: a key, and fields of one value each. What it gives is what the library
 * gives, in a tenth of the time; undefined for any other entry.
 */
export function readPlainEntry(text: string): Extract<Item, { itemtype: 'entry' }> | undefined {
  headForm.lastIndex = 0;
  const head = headForm.exec(text);
  if (!head) return undefined;
  const fields: Field[] = [];
  let end = headForm.lastIndex;
  while (text[end] !== '}') {
    fieldForm.lastIndex = end;
    const found = fieldForm.exec(text);
    if (!found) return undefined;
    fields.push(toField(found));
    end = fieldForm.lastIndex;
  }
  if (end !== text.length - 1) return undefined;
  return { itemtype: 'entry', type: head[1]!.toLowerCase(), key: head[2]!, fields };
}

function toField([, name, raw, braced, quoted, digits, word]: RegExpExecArray): Field {
  const datatype =
    braced !== undefined
      ? 'braced'
      : quoted !== undefined
        ? 'quoted'
        : digits !== undefined
          ? 'number'
          : 'identifier';
  return { name: name!, datatype, value: (braced ?? quoted ?? digits ?? word)!, raw: raw! };
}
