/** What a summary document says: sections, papers, notes, nothing lost. Plain data; lines count from 1. */

/** The reader's mark: :+1: or :-1: in the document. */
export type Mark = '+1' | '-1';

export interface Link {
  readonly text: string;
  /** http or https. */
  readonly url: string;
}

/** A line of text under a paper or section, with what is nested below it. */
export interface Note {
  readonly text: string;
  readonly line: number;
  readonly notes: readonly Note[];
}

export interface SummaryPaper {
  readonly title: string;
  /** As written; a last `et al.` stands for authors that the document leaves out. */
  readonly authors: readonly string[];
  readonly venue: string | null;
  readonly year: number | null;
  readonly mark: Mark | null;
  /** Of the paper's own line, and of notes that are nothing but links: a link in a sentence may lead elsewhere. */
  readonly links: readonly Link[];
  readonly notes: readonly Note[];
  readonly line: number;
}

export interface Section {
  readonly title: string;
  /** Where its heading stands, or its first paper where the document forgot the heading. */
  readonly line: number;
  readonly papers: readonly SummaryPaper[];
  /** Text of the section that belongs to no paper. */
  readonly notes: readonly Note[];
}

export interface Summary {
  readonly title: string | null;
  /** Text before the first section. */
  readonly notes: readonly Note[];
  readonly sections: readonly Section[];
}
