/** What an experiment file imports from 'metric-lab'. */
import { glyphs } from './datasets/glyphs';
import { omniglot } from './datasets/omniglot';

/** Data sets. */
export const data = { omniglot, glyphs };
