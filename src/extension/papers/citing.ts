import { bibtex } from '../../literature/bibtex';
import type { Citation } from '../../literature/bibtex';
import { citation, paperAddress } from '../../literature/citations';
import { escapeMarkdown, linkMarkdown } from '../markdownText';
import type { Paper } from './paper';

/** The forms in which a paper is cited; what the library knows comes before what a document says. */
export const citing = {
  bibtex: (paper: Paper) => bibtex(facts(paper)),

  text: (paper: Paper) => citation(facts(paper)),

  /** `[Circle Loss](https://arxiv.org/abs/2002.10857)`, the title alone where there is no address. */
  markdown: (paper: Paper) => {
    const address = paperAddress(facts(paper), paper.links);
    return address ? linkMarkdown(paper.title, address) : escapeMarkdown(paper.title);
  },

  /** `// see circle-loss: Yifan Sun et al. Circle Loss. CVPR 2020.`, one line of code. */
  comment: (paper: Paper) => `// see ${paper.id}: ${citation(facts(paper)).replace(/\s+/g, ' ')}`,
} as const;

function facts(paper: Paper): Citation {
  return paper.facts ?? { ...paper, arxiv: null, doi: null };
}
