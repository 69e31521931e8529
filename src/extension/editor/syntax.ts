import jsTokens from 'js-tokens';

/** Part of a document: offsets, the end left out. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Token extends Span {
  readonly type: 'name' | 'string' | 'number' | 'punctuator' | 'other';
  readonly text: string;
  /** Index of the bracket that it stands in; -1 outside of all. */
  readonly parent: number;
}

/** What a document consists of. Brackets that are still open, or closed too often, do no harm. */
export interface Syntax {
  /** All but comments and white space. */
  readonly tokens: readonly Token[];
  readonly comments: readonly (Span & { readonly text: string })[];
  /** For each opening bracket's index that of the closing one; the number of tokens where it is missing. */
  readonly closing: ReadonlyMap<number, number>;
}

/** A property of an object literal: indices of its tokens, the end left out. */
export interface Property {
  readonly key: number;
  readonly value: number;
  readonly end: number;
}

const types: Readonly<Record<string, Token['type']>> = {
  IdentifierName: 'name',
  StringLiteral: 'string',
  NumericLiteral: 'number',
  Punctuator: 'punctuator',
};
const spaces: ReadonlySet<string> = new Set(['WhiteSpace', 'LineTerminatorSequence', 'HashbangComment']);
const openingOf: ReadonlyMap<string, string> = new Map(['()', '[]', '{}'].map(([a, b]) => [b!, a!]));

export function syntaxOf(text: string): Syntax {
  const tokens: Token[] = [];
  const comments: (Span & { text: string })[] = [];
  const brackets = new Brackets(tokens);
  let start = 0;
  for (const { type, value } of jsTokens(text)) {
    const span = { start, end: (start += value.length), text: value };
    if (spaces.has(type)) continue;
    if (type.endsWith('Comment')) comments.push(span);
    else brackets.push({ ...span, type: types[type] ?? 'other' });
  }
  return { tokens, comments, closing: brackets.closeAll() };
}

/** Pairs brackets while tokens come in. */
class Brackets {
  private readonly closing = new Map<number, number>();
  private readonly open: number[] = [];

  constructor(private readonly tokens: Token[]) {}

  push(token: Omit<Token, 'parent'>): void {
    const { type, text } = token;
    const opening = type === 'punctuator' && openingOf.get(text);
    if (opening) this.close(opening);
    this.tokens.push({ ...token, parent: this.open.at(-1) ?? -1 });
    if (type === 'punctuator' && '([{'.includes(text)) this.open.push(this.tokens.length - 1);
  }

  closeAll(): ReadonlyMap<number, number> {
    for (const index of this.open) this.closing.set(index, this.tokens.length);
    return this.closing;
  }

  /** The innermost open bracket of this kind is closed, and with it what was left open within. */
  private close(bracket: string): void {
    const depth = this.open.findLastIndex((index) => this.tokens[index]!.text === bracket);
    if (depth === -1) return;
    for (const index of this.open.splice(depth)) this.closing.set(index, this.tokens.length);
  }
}

type Part = readonly [first: number, end: number];

/** Looked up for each of many tokens in one bracket. */
const knownParts = new WeakMap<Syntax, Map<number, readonly Part[]>>();

/** What stands between the commas within a bracket: first and last index of each part, the last left out. */
export function partsOf(syntax: Syntax, bracket: number): readonly Part[] {
  const known = knownParts.get(syntax) ?? new Map<number, readonly Part[]>();
  knownParts.set(syntax, known);
  const parts = known.get(bracket) ?? splitAtCommas(syntax, bracket);
  known.set(bracket, parts);
  return parts;
}

function splitAtCommas({ tokens, closing }: Syntax, bracket: number): Part[] {
  const end = closing.get(bracket) ?? bracket;
  const parts: Part[] = [];
  let first = bracket + 1;
  for (let at = first; at <= end; at += 1) {
    const token = tokens[at];
    if (at < end && !(token?.text === ',' && token.parent === bracket)) continue;
    if (at > first) parts.push([first, at]);
    first = at + 1;
  }
  return parts;
}

/** The properties of an object literal; of shorthand ones and methods the name alone is the value. */
export function propertiesOf(syntax: Syntax, bracket: number): Property[] {
  const { tokens } = syntax;
  return partsOf(syntax, bracket).flatMap(([first, end]) => {
    const key = tokens[first]!;
    if (key.type !== 'name' && key.type !== 'string') return [];
    const named = tokens[first + 1]?.text === ':' && first + 1 < end;
    return [{ key: first, value: named ? first + 2 : first, end }];
  });
}

/** A property by its name. */
export function propertyOf(syntax: Syntax, bracket: number, name: string): Property | undefined {
  return propertiesOf(syntax, bracket).find(({ key }) => contentOf(syntax.tokens[key]!) === name);
}

/** What a string says, escapes left as they are; any other token's text. */
export function contentOf(token: Token): string {
  return token.type === 'string' ? token.text.slice(1, contentSpan(token).end - token.start) : token.text;
}

/** Where the content of a string stands, closed or still open. */
export function contentSpan({ start, end, text }: Token): Span {
  const closed = text.length > 1 && text.endsWith(text[0]!);
  return { start: start + 1, end: closed ? end - 1 : end };
}
