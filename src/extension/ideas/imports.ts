/** The one module that an idea's snippet imports from. */
const statement = /^import\s*\{([^}]*)\}\s*from\s*['"]metric-lab['"];?[ \t]*\r?\n?/gm;

const mostColumns = 90;

export interface TextChange {
  /** Offsets in the document's text; equal where text is only added. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Parts a snippet into what it imports from `metric-lab` and the rest. */
export function splitImports(body: readonly string[]): { names: string[]; rest: string } {
  const text = body.join('\n');
  const names = [...text.matchAll(statement)].flatMap((match) => importedNames(match[1] ?? ''));
  return { names, rest: text.replace(statement, '').replace(/^\n+/, '') };
}

/**
 * The change by which a document imports `names` as well: into its own `import { … } from 'metric-lab'` where it has one,
 * else as a new line above its first import. Null where nothing changes.
 *
 * What the document declares itself is not imported, and what `code` will declare in it no longer is: a miner that stands
 * in the file takes the place of the library's.
 */
export function mergeImports(document: string, names: readonly string[], code = ''): TextChange | null {
  const found = [...document.matchAll(statement)];
  const [first] = found;
  const present = new Set(found.flatMap((match) => importedNames(match[1] ?? '')));
  const own = declaredNames(document);
  const missing = [...new Set(names)].filter((name) => !covers(present, name) && !own.has(valueName(name)));
  const replaced = declaredNames(code);
  const dropped = importedNames(first?.[1] ?? '').some((name) => replaced.has(valueName(name)));
  if (missing.length === 0 && !dropped) return null;

  if (!first) {
    const start = placeForImport(document);
    const gap = document.startsWith('import', start) ? '' : '\n';
    return { start, end: start, text: `import {${list(missing)}} from 'metric-lab';\n${gap}` };
  }
  const kept = importedNames(first[1] ?? '').filter(
    (name) => !missing.includes(valueName(name)) && !replaced.has(valueName(name)),
  );
  const start = first.index + first[0].indexOf('{') + 1;
  return { start, end: start + (first[1] ?? '').length, text: list([...kept, ...missing]) };
}

/** The names between the braces, over as many lines as they need. */
function list(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const line = `${lines.at(-1) ?? ''} ${name},`;
    if (lines.length === 0 || line.length > mostColumns) lines.push(`  ${name},`);
    else lines[lines.length - 1] = line;
  }
  return lines.length > 1 ? `\n${lines.join('\n')}\n` : ` ${names.join(', ')} `;
}

function importedNames(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim().replace(/\s+/g, ' '))
    .filter((name) => name !== '');
}

/** What a file declares at its top. */
function declaredNames(code: string): ReadonlySet<string> {
  const declaration =
    /^(?:export\s+)?(?:async\s+)?(?:function\s*\*?|const|let|class|interface|type)\s+([\w$]+)/gm;
  return new Set([...code.matchAll(declaration)].map((match) => match[1] ?? ''));
}

/** What can be used as a value can be used as a type; not the other way round. */
function covers(present: ReadonlySet<string>, name: string): boolean {
  return present.has(name) || present.has(valueName(name));
}

function valueName(name: string): string {
  return name.replace(/^type /, '');
}

/** Where an import goes: above the first one, or at the top, after a `#!` line. */
function placeForImport(document: string): number {
  return /^import\b/m.exec(document)?.index ?? /^#!.*\r?\n/.exec(document)?.[0].length ?? 0;
}
