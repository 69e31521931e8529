import type { ImageSet } from '../lab/datasets/dataset';
import type { Embedded } from '../lab/numeric/embedded';
import type { Metrics } from '../protocol/run';
import type { Scored } from './scored';
import type { TestClasses } from './trainRun';

export interface LockedTestParts {
  readonly set: ImageSet;
  /** By the network's weights as they are. */
  readonly embed: (set: ImageSet) => Promise<Embedded>;
  readonly score: (embedded: Embedded) => Promise<Scored>;
  readonly scorePixels: (pixels: Embedded) => Promise<Scored>;
  /** Writes pictures of embeddings. */
  readonly show: (set: ImageSet, embedded: Embedded) => Promise<void>;
}

/** The only holder of the test classes while a run trains. */
export class LockedTest implements TestClasses {
  loneQueries = 0;
  /** Of the last look. */
  private embedded: Embedded | null = null;

  constructor(private readonly parts: LockedTestParts) {}

  async score(): Promise<Metrics> {
    const { set, embed, score } = this.parts;
    if (isEmpty(set)) return {};
    this.embedded = await embed(set);
    const { metrics, loneQueries } = await score(this.embedded);
    this.loneQueries = loneQueries;
    return metrics;
  }

  async pixels(): Promise<Metrics> {
    const { set, scorePixels } = this.parts;
    if (isEmpty(set)) return {};
    const { images, shape, labels } = set;
    const dimension = shape[0] * shape[1] * shape[2];
    return (await scorePixels({ embeddings: images, dimension, labels })).metrics;
  }

  async illustrate(): Promise<void> {
    if (this.embedded) await this.parts.show(this.parts.set, this.embedded);
  }
}

/** Left out, as in a search. */
const isEmpty = ({ labels }: ImageSet) => labels.length === 0;
