/** The library's facts on a paper: `library/<id>/paper.json`. Notes stand beside it in notes.md. */
import * as v from 'valibot';
import { LiteratureError } from './literatureError';
import type { Link } from './summary';

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

export interface LibraryPaper {
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
  /** Ids of the lab's ideas that stem from this paper, such as 'loss/circle'. */
  readonly ideas: readonly string[];
  readonly code: readonly { readonly url: string; readonly note: string }[];
  readonly results: readonly ReportedResult[];
  /** What to observe in a small experiment, in words. */
  readonly claim: string | null;
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));

const result = v.strictObject({
  dataset: text,
  method: text,
  backbone: v.nullable(text),
  dimension: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  metrics: v.record(text, v.pipe(v.number(), v.finite())),
  source: text,
  verified: v.boolean(),
});

const schema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be words of a-z and 0-9 joined by hyphens'),
  ),
  title: text,
  authors: v.pipe(v.array(text), v.nonEmpty('must not be empty')),
  venue: text,
  year: v.pipe(v.number(), v.integer(), v.minValue(1900), v.maxValue(2100)),
  arxiv: v.nullable(v.pipe(v.string(), v.regex(/^\d{4}\.\d{4,5}$/, 'must look like 2002.10857'))),
  doi: v.nullable(
    v.pipe(v.string(), v.regex(/^10\.\d{4,9}\/\S+$/, 'must look like 10.1109/CVPR.2019.00516')),
  ),
  kind: text,
  ideas: v.array(
    v.pipe(
      v.string(),
      v.regex(
        /^(?:loss|sampler|miner|distance|regularizer|metric|method)\/[a-z][A-Za-z0-9]*$/,
        "must be an idea's kind and name, such as loss/circle",
      ),
    ),
  ),
  code: v.array(
    v.strictObject({
      url: v.pipe(
        v.string(),
        v.regex(/^https:\/\/\S+$/, 'must be an https address'),
        v.url('must be an https address'),
      ),
      note: v.string(),
    }),
  ),
  results: v.array(result),
  claim: v.nullable(text),
}) satisfies v.GenericSchema<unknown, LibraryPaper>;

/**
 * Checks the content of a paper.json.
 *
 * @param json what the file holds, parsed
 * @param file its path, for messages
 * @throws LiteratureError on the first key that is missing, unknown or wrong
 */
export function parseLibraryPaper(json: unknown, file: string): LibraryPaper {
  const checked = v.safeParse(schema, json);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new LiteratureError(`${file}: ${complaint(v.getDotPath(issue) ?? 'the file', issue)}`);
}

/** Where the paper and its code are. */
export function links({ arxiv, doi, code }: LibraryPaper): Link[] {
  const paper = arxiv
    ? [
        { text: 'arXiv', url: `https://arxiv.org/abs/${arxiv}` },
        { text: 'PDF', url: `https://arxiv.org/pdf/${arxiv}` },
      ]
    : [];
  const publisher = doi ? [{ text: 'DOI', url: `https://doi.org/${doi}` }] : [];
  return [...paper, ...publisher, ...code.map(({ url }) => ({ text: repository(url), url }))];
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
