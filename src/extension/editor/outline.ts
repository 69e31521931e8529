import type { IdeaEntry } from '../../protocol/idea';
import { contentOf, contentSpan, partsOf, propertiesOf, propertyOf, syntaxOf } from './syntax';
import type { Span, Syntax, Token } from './syntax';

/** What the editor has to know of a document: experiment, papers and ideas, with their places. */
export interface Outline {
  readonly experiment: ExperimentOutline | null;
  readonly papers: readonly PaperMention[];
  readonly uses: readonly IdeaUse[];
  readonly inserted: readonly InsertedIdea[];
}

/** A call of `defineExperiment`, from the statement's start. */
export interface ExperimentOutline extends Span {
  readonly paper: string | null;
  readonly variants: readonly VariantOutline[];
}

/** A variant with its settings; `key` is its name. */
export interface VariantOutline extends Span {
  readonly name: string;
  readonly key: Span;
}

/** Where a paper's id stands, without quotes. */
export interface PaperMention extends Span {
  readonly id: string;
  /** `paper: 'id'` of an experiment, a comment `// see id`, or `@paper id` in one. */
  readonly form: 'property' | 'see' | 'tag';
}

/** An idea of the lab by its place in it (`losses.circle`), or one that stands in this document. */
export interface IdeaUse extends Span {
  readonly kind: IdeaEntry['kind'] | null;
  readonly name: string;
  /** The paper that an inserted idea names; null for the lab's own. */
  readonly paper: string | null;
  /** What it is given, as far as that is written out. */
  readonly settings: readonly Setting[];
}

/** An option and the place of its value. */
export interface Setting extends Span {
  readonly name: string;
  readonly value: number | string | boolean | null;
}

/** An idea whose code stands in this document, from the comment above it; `name` is its function's. */
export interface InsertedIdea {
  readonly start: number;
  readonly name: string;
  readonly paper: string;
}

export const noOutline: Outline = { experiment: null, papers: [], uses: [], inserted: [] };

/** The folders of the lab as an experiment imports them. */
const kinds: Readonly<Record<string, IdeaEntry['kind']>> = {
  losses: 'loss',
  samplers: 'sampler',
  miners: 'miner',
  distances: 'distance',
  regularizers: 'regularizer',
  metrics: 'metric',
  statistics: 'statistic',
};

/** @param text TypeScript or JavaScript, half-typed or not */
export function outlineOf(text: string): Outline {
  // Nearly all documents of a workspace are none of ours.
  if (!/metric-lab|\bsee [a-z\d]|@paper /.test(text)) return noOutline;
  const syntax = syntaxOf(text);
  const inserted = insertedIdeas(text, syntax);
  const names = importedNames(syntax);
  const call = experimentCall(syntax, names);
  const experiment = call === null ? null : experimentOutline(syntax, call);
  const id = call === null ? null : paperToken(syntax, call);
  const property: PaperMention[] = id ? [{ id: contentOf(id), form: 'property', ...contentSpan(id) }] : [];
  return {
    experiment,
    papers: [...commentMentions(syntax), ...property],
    uses: [...libraryUses(syntax, names), ...insertedUses(syntax, inserted)],
    inserted,
  };
}

/** What the document calls the names of 'metric-lab': local name, then the lab's; `*` for the whole lab. */
function importedNames(syntax: Syntax): ReadonlyMap<string, string> {
  const { tokens } = syntax;
  const names = new Map<string, string>();
  for (const [at, { text, parent }] of tokens.entries()) {
    if (text !== 'import' || parent !== -1) continue;
    const bracket = at + 1;
    const named = tokens[bracket]?.text === '{';
    const from = named ? (syntax.closing.get(bracket) ?? bracket) + 1 : at + 4;
    if (tokens[from]?.text !== 'from' || !isLab(tokens[from + 1])) continue;
    // A name stands for itself, or before and after `as`.
    for (const [first, end] of named ? partsOf(syntax, bracket) : [[bracket, from] as const])
      names.set(tokens[end - 1]!.text, tokens[first]!.text);
  }
  return names;
}

const isLab = (token: Token | undefined) => token?.type === 'string' && contentOf(token) === 'metric-lab';

/** The bracket that opens the experiment of the document: `defineExperiment({`. */
function experimentCall({ tokens }: Syntax, names: ReadonlyMap<string, string>): number | null {
  const name = [...names].find(([, lab]) => lab === 'defineExperiment')?.[0] ?? 'defineExperiment';
  const at = tokens.findIndex(
    ({ text, parent }, index) =>
      text === name && parent === -1 && tokens[index + 1]?.text === '(' && tokens[index + 2]?.text === '{',
  );
  return at === -1 ? null : at + 2;
}

function experimentOutline(syntax: Syntax, bracket: number): ExperimentOutline {
  const { tokens, closing } = syntax;
  const end = tokens[closing.get(bracket)!]?.end ?? tokens.at(-1)!.end;
  const variants = propertyOf(syntax, bracket, 'variants');
  const paper = paperToken(syntax, bracket);
  return {
    start: statementStart(tokens, bracket - 2),
    end,
    paper: paper && contentOf(paper),
    variants: variants && tokens[variants.value]?.text === '{' ? variantOutlines(syntax, variants.value) : [],
  };
}

/** Of `export default f(`, or of `const e = f(`. */
function statementStart(tokens: readonly Token[], at: number): number {
  const before = tokens.slice(Math.max(0, at - 3), at).map(({ text }) => text);
  if (before.at(-1) === 'default') return tokens[at - 2]?.start ?? tokens[at]!.start;
  if (before.at(-1) === '=') return tokens[at - 3]?.start ?? tokens[at]!.start;
  return tokens[at]!.start;
}

function variantOutlines(syntax: Syntax, bracket: number): VariantOutline[] {
  const { tokens } = syntax;
  return propertiesOf(syntax, bracket).map(({ key, end }) => {
    const token = tokens[key]!;
    const { start } = token;
    return { name: contentOf(token), key: token, start, end: tokens[end - 1]!.end };
  });
}

function paperToken(syntax: Syntax, bracket: number): Token | null {
  const property = propertyOf(syntax, bracket, 'paper');
  const token = property && syntax.tokens[property.value];
  return token?.type === 'string' ? token : null;
}

const mention =
  /^\/\/+[ \t]*see[ \t]+([a-z\d]+(?:-[a-z\d]+)*)(?=[ \t]*(?:[:,.;]|$))|@paper[ \t]+([a-z\d]+(?:-[a-z\d]+)*)/gm;

function commentMentions({ comments }: Syntax): PaperMention[] {
  return comments.flatMap(({ text, start: from }) =>
    [...text.matchAll(mention)].map((match) => {
      const id = match[1] ?? match[2]!;
      const start = from + match.index + match[0].length - id.length;
      return { id, form: match[1] ? 'see' : 'tag', start, end: start + id.length };
    }),
  );
}

/** Functions whose comment names a paper: `// see circle-loss: …` may stand above their settings. */
function insertedIdeas(text: string, { tokens, comments }: Syntax): InsertedIdea[] {
  const inserted: InsertedIdea[] = [];
  let heading: { readonly paper: string; readonly start: number } | null = null;
  for (const comment of comments) {
    const see = startsLine(text, comment.start)
      ? /^\/\/ see ([a-z\d-]+):/.exec(comment.text)?.[1]
      : undefined;
    if (see) heading = { paper: see, start: comment.start };
    const paper = /^\/\*[\s\S]*@paper ([a-z\d-]+)/.exec(comment.text)?.[1];
    const name = paper && functionAfter(tokens, comment.end);
    if (!paper || !name) continue;
    inserted.push({ start: heading?.paper === paper ? heading.start : comment.start, name, paper });
    heading = null;
  }
  return inserted;
}

const startsLine = (text: string, at: number) => at === 0 || text[at - 1] === '\n';

/** The name of the function that begins right after an offset. */
function functionAfter(tokens: readonly Token[], offset: number): string | null {
  let at = firstFrom(tokens, offset);
  while (['export', 'default', 'async'].includes(tokens[at]?.text ?? '')) at += 1;
  if (!['function', 'const'].includes(tokens[at]?.text ?? '')) return null;
  const name = tokens[at + 1]?.text === '*' ? tokens[at + 2] : tokens[at + 1];
  return name?.type === 'name' ? name.text : null;
}

/** Index of the first token from an offset on. */
function firstFrom(tokens: readonly Token[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `losses.circle`, where `losses` is the lab's. */
function libraryUses(syntax: Syntax, names: ReadonlyMap<string, string>): IdeaUse[] {
  return syntax.tokens.flatMap(({ start }, at): IdeaUse[] => {
    const member = syntax.tokens[at + 2];
    const kind = member?.type === 'name' && folderAt(syntax.tokens, at, names);
    if (!kind) return [];
    const settings = settingsOf(syntax, at + 2);
    return [{ kind, name: member.text, paper: null, settings, start, end: member.end }];
  });
}

/** Which of the lab's folders the token before a dot is. */
function folderAt(
  tokens: readonly Token[],
  at: number,
  names: ReadonlyMap<string, string>,
): IdeaEntry['kind'] | undefined {
  const { text } = tokens[at]!;
  if (tokens[at + 1]?.text !== '.') return undefined;
  if (tokens[at - 1]?.text !== '.') return kinds[names.get(text) ?? ''];
  return names.get(tokens[at - 2]?.text ?? '') === '*' ? kinds[text] : undefined;
}

/** The names of inserted ideas wherever they stand for the idea, and of their settings: `circleDefaults`. */
function insertedUses(syntax: Syntax, inserted: readonly InsertedIdea[]): IdeaUse[] {
  const byName = new Map(inserted.map((idea) => [idea.name, idea]));
  return syntax.tokens.flatMap((token, at): IdeaUse[] => {
    const idea = token.type === 'name' && byName.get(token.text.replace(/Defaults$/, ''));
    if (!idea || !isValue(syntax.tokens, at)) return [];
    const { name, paper } = idea;
    const { start, end, text } = token;
    const settings = text === name ? settingsOf(syntax, at) : declaredSettings(syntax, at);
    return [{ kind: null, name, paper, settings, start, end }];
  });
}

/** Those of `circleDefaults = {…}`. */
function declaredSettings(syntax: Syntax, at: number): Setting[] {
  const { tokens } = syntax;
  const declared = tokens[at + 1]?.text === '=' && tokens[at + 2]?.text === '{';
  return declared ? writtenOut(syntax, at + 2) : [];
}

/** A name that is neither a member of something nor the key of a property. */
function isValue(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text];
  return before !== '.' && before !== '?.' && !(after === ':' && (before === '{' || before === ','));
}

/** No function of the lab takes more; a hostile document could. */
const mostArguments = 12;

/** What the idea that ends at a token is called or configured with: `circle({…})`, `configure(circle, {…})`. */
function settingsOf(syntax: Syntax, at: number): Setting[] {
  const { tokens } = syntax;
  const own = tokens[at + 1]?.text === '(';
  const bracket = own ? at + 1 : tokens[at]!.parent;
  if (tokens[bracket]?.text !== '(' || tokens[bracket - 1]?.type !== 'name') return [];
  const given = partsOf(syntax, bracket);
  if (given.length > mostArguments) return [];
  return given
    .filter(([first]) => first > at && tokens[first]?.text === '{')
    .flatMap(([first]) => writtenOut(syntax, first));
}

/** The properties of an object literal whose values are plain. */
function writtenOut(syntax: Syntax, bracket: number): Setting[] {
  const { tokens } = syntax;
  return propertiesOf(syntax, bracket).flatMap(({ key, value, end }): Setting[] => {
    const last = withoutAssertion(tokens, value, end);
    const plain = literal(tokens.slice(value, last));
    if (plain === undefined || value === key) return [];
    const { start } = tokens[value]!;
    return [{ name: contentOf(tokens[key]!), value: plain, start, end: tokens[last - 1]!.end }];
  });
}

/** `'mean' as Reduction` ends before `as`. */
function withoutAssertion(tokens: readonly Token[], value: number, end: number): number {
  const at = tokens.slice(value, end).findIndex(({ text, type }) => text === 'as' && type === 'name');
  return at > 0 ? value + at : end;
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A plain value; undefined for anything that would have to be computed. */
function literal(tokens: readonly Token[]): Setting['value'] | undefined {
  const [first, second, ...more] = tokens;
  if (!first || more.length > 0) return undefined;
  if (first.text === '-' && second?.type === 'number') return -numberOf(second);
  if (second) return undefined;
  if (first.type === 'number') return numberOf(first);
  return first.type === 'string' ? contentOf(first) : words.get(first.text);
}

const numberOf = ({ text }: Token) => Number(text.replaceAll('_', ''));
