import type { Note } from '../../literature/summary';
import type { OwnMarks } from '../../protocol/marks';
import type { Paper } from './paper';

/** What is searched besides what documents say of a paper. */
export interface SearchedToo {
  readonly marks: OwnMarks;
  /** Notes of the reader's own and of the library, as far as there are some. */
  readonly notes: readonly (string | null)[];
  readonly hasExperiment: boolean;
}

/** Finds papers by words. What documents say of a paper is made ready once. */
export class PaperSearch {
  private readonly texts = new WeakMap<Paper, string>();

  constructor(private readonly searchedToo: (paper: Paper) => SearchedToo) {}

  /**
   * Whether a paper fits a filter: it holds every word in title, authors, venue, year, notes or tags, and is all that
   * words with an at sign ask for, such as `@starred` or `@reading`. Case and accents do not count.
   */
  matcher(filter: string): (paper: Paper) => boolean {
    const asked = folded(filter).split(/\s+/).filter(Boolean);
    const flags = asked.filter((word) => word.startsWith('@'));
    const words = asked.filter((word) => !word.startsWith('@'));
    return (paper) => {
      const too = this.searchedToo(paper);
      if (flags.length > 0) {
        const own = flagsOf(paper, too);
        if (!flags.every((flag) => own.has(flag))) return false;
      }
      return words.every((word) => this.holds(paper, too, word));
    };
  }

  private holds(paper: Paper, { marks, notes }: SearchedToo, word: string): boolean {
    return (
      this.textOf(paper).includes(word) ||
      marks.tags.some((tag) => folded(tag).includes(word)) ||
      notes.some((text) => text !== null && folded(text).includes(word))
    );
  }

  private textOf(paper: Paper): string {
    const known = this.texts.get(paper);
    if (known !== undefined) return known;
    const { id, title, authors, venue, year, facts, entries } = paper;
    const said = entries.flatMap(({ notes }) => wordsOf(notes));
    // The library may write a title otherwise, and know another claim.
    const library = [facts?.title, facts?.kind, facts?.claim];
    const text = folded([id, title, ...authors, venue, year, ...library, ...said].join('\n'));
    this.texts.set(paper, text);
    return text;
  }
}

/** What `@…` may ask for, for the prompt. */
export const flags = ['@starred', '@to-read', '@reading', '@read', '@snippet', '@experiment'];

function flagsOf({ facts }: Paper, { marks, hasExperiment }: SearchedToo): ReadonlySet<string> {
  return new Set([
    ...(marks.starred ? ['@starred'] : []),
    ...(marks.status === null ? [] : [`@${marks.status.replace(' ', '-')}`]),
    ...(facts && facts.ideas.length > 0 ? ['@snippet'] : []),
    ...(hasExperiment ? ['@experiment'] : []),
  ]);
}

function wordsOf(notes: readonly Note[]): string[] {
  return notes.flatMap(({ text, notes: nested }) => [text, ...wordsOf(nested)]);
}

/** In lower case, without accents. */
function folded(text: string): string {
  const plain = /^[ -~\n]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.toLowerCase();
}
