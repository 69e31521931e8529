/** The library's facts on a paper: `library/<id>/paper.json`. Notes stand beside it in notes.md. */
import * as v from 'valibot';
import { LiteratureError } from './literatureError';
import type { Link, Mark } from './summary';

/** A figure that a paper reports. */
export interface ReportedResult {
  readonly dataset: string;
  readonly method: string;
  readonly backbone: string | null;
  readonly dimension: number | null;
  /** Percent, as printed: `{ "R@1": 66.7 }`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Table or figure and where it was read. */
  readonly source: string;
  /** False where the source itself was not seen: shown with that mark. */
  readonly verified: boolean;
}

export type IdeaKind = 'loss' | 'sampler' | 'miner' | 'distance' | 'regularizer' | 'metric' | 'method';

/** Code that belongs to a paper. */
export interface PaperCode {
  readonly url: string;
  /** Of the paper's authors, for this paper. */
  readonly official: boolean;
  /** SPDX identifier where there is one, 'none' for code under no licence; null where it was not seen. */
  readonly licence: string | null;
  readonly note: string;
}

/** What a paper has to do with another paper, a method or a belief. */
export interface Relation {
  /** What it is, in words. */
  readonly text: string;
  /** Id of the library's paper; null where the library has none. */
  readonly paper: string | null;
}

const relationKinds = [
  'buildsOn',
  'comparesWith',
  'refutes',
  'followedBy',
  'contestedBy',
  'related',
] as const;

export type RelationKind = (typeof relationKinds)[number];

const settings = [
  'backbone',
  'dimension',
  'input',
  'augmentation',
  'optimizer',
  'learningRate',
  'batch',
  'epochs',
  'test',
  'seeds',
] as const;

/** How the paper, or the benchmarks that report it, train and test: in short words, null where that is not known. */
export interface PaperProtocol extends Readonly<Record<(typeof settings)[number], string | null>> {
  readonly datasets: readonly string[];
}

export interface LibraryPaper {
  /** Where the schema stands, for editors. */
  readonly $schema: string;
  /** Also the name of its folder. */
  readonly id: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly venue: string;
  readonly year: number;
  readonly arxiv: string | null;
  /** Only where its source was seen. */
  readonly doi: string | null;
  readonly kind: string;
  /** Its heading in the summary that the library was made for; null where the paper is not in it. */
  readonly section: string | null;
  /** What the summary's author thinks of it; null where that is not said. */
  readonly mark: Mark | null;
  /** Ids of the lab's ideas that stem from this paper, such as 'loss/circle'. */
  readonly ideas: readonly string[];
  readonly code: readonly PaperCode[];
  readonly relations: Readonly<Record<RelationKind, readonly Relation[]>>;
  readonly protocol: PaperProtocol;
  readonly results: readonly ReportedResult[];
  /** What to observe in a small experiment, in words. */
  readonly claim: string | null;
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

const paperId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be words of a-z and 0-9 joined by hyphens'),
);

const result = v.strictObject({
  dataset: text,
  method: text,
  backbone: v.nullable(text),
  dimension: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  metrics: v.pipe(
    v.record(v.string(), v.pipe(v.number(), v.finite())),
    v.description('Percent, as printed: { "R@1": 66.7 }.'),
  ),
  source: v.pipe(text, v.description('Table or figure, and where it was read.')),
  verified: v.pipe(v.boolean(), v.description('False where the source itself was not seen.')),
});

const code = v.strictObject({
  url: v.pipe(
    v.string(),
    v.regex(/^https:\/\/\S+$/, 'must be an https address'),
    v.url('must be an https address'),
  ),
  official: v.pipe(v.boolean(), v.description("Of the paper's authors, for this paper.")),
  licence: v.pipe(
    v.nullable(text),
    v.description(
      "SPDX identifier where there is one, 'none' for code under no licence; null where it was not seen.",
    ),
  ),
  note: v.string(),
});

const relation = v.strictObject({
  text,
  paper: v.pipe(
    v.nullable(paperId),
    v.description("Id of the library's paper; null where the library has none."),
  ),
});

/** What a paper.json holds; `library/paper.schema.json` is made from it. */
export const paperSchema = v.strictObject({
  $schema: v.literal('../paper.schema.json'),
  id: v.pipe(paperId, v.description('Also the name of the folder.')),
  title: text,
  authors: v.pipe(v.array(text), v.nonEmpty('must not be empty')),
  venue: text,
  year: v.pipe(v.number(), v.integer(), v.minValue(1900), v.maxValue(2100)),
  arxiv: v.nullable(v.pipe(v.string(), v.regex(/^\d{4}\.\d{4,5}$/, 'must look like 2002.10857'))),
  doi: v.pipe(
    v.nullable(v.pipe(v.string(), v.regex(/^10\.\d{4,9}\/\S+$/, 'must look like 10.1109/CVPR.2019.00516'))),
    v.description('Only where its source was seen.'),
  ),
  kind: text,
  section: v.pipe(
    v.nullable(text),
    v.description('Its heading in the summary that the library was made for; null where it is not in it.'),
  ),
  mark: v.nullable(v.picklist(['+1', '-1'])),
  ideas: v.array(
    v.pipe(
      v.string(),
      v.regex(
        /^(?:loss|sampler|miner|distance|regularizer|metric|method)\/[a-z][A-Za-z0-9]*$/,
        "must be an idea's kind and name, such as loss/circle",
      ),
    ),
  ),
  code: v.array(code),
  relations: v.strictObject(v.entriesFromList(relationKinds, v.array(relation))),
  protocol: v.pipe(
    v.strictObject({ datasets: v.array(text), ...v.entriesFromList(settings, v.nullable(text)) }),
    v.description(
      'How the paper, or the benchmarks that report it, train and test: in short words, null where that is not known.',
    ),
  ),
  results: v.array(result),
  claim: v.pipe(v.nullable(text), v.description('What to observe in a small experiment.')),
}) satisfies v.GenericSchema<unknown, LibraryPaper>;

/**
 * Checks the content of a paper.json.
 *
 * @param json what the file holds, parsed
 * @param file its path, for messages
 * @throws LiteratureError on the first key that is missing, unknown or wrong
 */
export function parseLibraryPaper(json: unknown, file: string): LibraryPaper {
  const checked = v.safeParse(paperSchema, json);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new LiteratureError(`${file}: ${complaint(v.getDotPath(issue) ?? 'the file', issue)}`);
}

/** Where the paper and its code are; code with its licence. */
export function links({ arxiv, doi, code }: LibraryPaper): Link[] {
  const paper = arxiv
    ? [
        { text: 'arXiv', url: `https://arxiv.org/abs/${arxiv}` },
        { text: 'PDF', url: `https://arxiv.org/pdf/${arxiv}` },
      ]
    : [];
  const publisher = doi ? [{ text: 'DOI', url: `https://doi.org/${doi}` }] : [];
  return [...paper, ...publisher, ...code.map(codeLink)];
}

function codeLink({ url, licence }: PaperCode): Link {
  const known = licence === 'none' ? 'no licence' : licence;
  return { text: known ? `${repository(url)} (${known})` : repository(url), url };
}

/** `https://github.com/owner/name/…` is `owner/name`; an address elsewhere is its host. */
function repository(url: string): string {
  const { host, pathname } = new URL(url);
  const [, owner, name] = pathname.split('/');
  return host === 'github.com' && owner && name ? `${owner}/${name}` : host;
}

function complaint(key: string, { kind, expected, input, message }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return `there is no key ${key}; check its spelling`;
  if (input === undefined) return `${key} is missing`;
  const value = JSON.stringify(input);
  const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  return `${key} is ${shown}; ${kind === 'schema' ? `expected ${expected}` : message}`;
}
