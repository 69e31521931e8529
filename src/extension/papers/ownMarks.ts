/** The reader's own marks on papers, and the JSON that keeps them. Pure. */
import * as v from 'valibot';
import { readingStatuses } from '../../protocol/marks';
import type { OwnMarks, ReadingStatus } from '../../protocol/marks';

export const noMarks: OwnMarks = { status: null, starred: false, tags: [] };

/** What changes of a paper's marks; what is left out stays as it is. */
export interface MarksChange {
  readonly status?: ReadingStatus | null;
  readonly starred?: boolean;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** To JavaScript a list is an object, too. */
const noList = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), 'Expected an object, not a list'),
);

const entrySchema = v.pipe(
  noList,
  v.looseObject({
    status: v.optional(v.picklist(readingStatuses)),
    starred: v.optional(v.boolean()),
    tags: v.optional(v.array(v.string())),
  }),
);

const fileSchema = v.pipe(
  noList,
  v.looseObject({ papers: v.optional(v.pipe(noList, v.record(v.string(), entrySchema)), {}) }),
);

/** What the file holds, with keys that this version does not know: they are written back. */
export type MarksFile = v.InferOutput<typeof fileSchema>;

type Entry = v.InferOutput<typeof entrySchema>;

/**
 * @param text of the file; null where there is none
 * @throws Error that says what is wrong, and where in the file
 */
export function parseMarks(text: string | null): MarksFile {
  if (text === null) return { papers: {} };
  const checked = v.safeParse(fileSchema, JSON.parse(text));
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
}

export function marksOf({ papers }: MarksFile): Map<string, OwnMarks> {
  return new Map(
    Object.entries(papers).map(([id, { status, starred, tags }]) => [
      id,
      { status: status ?? null, starred: starred ?? false, tags: tags ?? [] },
    ]),
  );
}

/** The file with the same change made to several papers, and nothing else; an entry without marks goes. */
export function withChange(file: MarksFile, paperIds: readonly string[], change: MarksChange): MarksFile {
  const papers = new Map(Object.entries(file.papers));
  for (const id of paperIds) {
    const entry = changed(papers.get(id) ?? {}, change);
    if (Object.values(entry).every((value) => value === undefined)) papers.delete(id);
    else papers.set(id, entry);
  }
  return { ...file, papers: Object.fromEntries(papers) };
}

function changed({ status, starred, tags = [], ...unknown }: Entry, change: MarksChange): Entry {
  const kept = tags.filter((tag) => !change.removeTags?.includes(tag));
  const added = (change.addTags ?? []).map(tidyTag).filter((tag) => tag !== '');
  const all = [...new Set([...kept, ...added])];
  return {
    ...unknown,
    status: change.status === undefined ? status : (change.status ?? undefined),
    starred: (change.starred ?? starred) || undefined,
    tags: all.length > 0 ? all : undefined,
  };
}

/** `baseline, to try`: the tags that are typed with commas between, each once. */
export function typedTags(text: string): string[] {
  return [...new Set(text.split(',').map(tidyTag))].filter((tag) => tag !== '');
}

/** Without commas, which part tags where they are typed, and without spaces to spare. */
function tidyTag(tag: string): string {
  return tag.replace(/[\s,]+/g, ' ').trim();
}
