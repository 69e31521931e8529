/** The library's facts on a paper: `library/<id>/paper.json`. Notes stand beside it in notes.md. */

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
