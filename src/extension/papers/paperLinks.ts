import type { Link } from '../../literature/summary';
import { paperLinks } from './hoverCard';
import type { Paper } from './paper';

const codeHosts = /^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|huggingface\.co)\//i;
const pdfForm = /\.pdf(?:[?#]|$)|arxiv\.org\/pdf\/|openreview\.net\/pdf\b/i;

/** A paper's links to its text or to its code, by their addresses and by what the document calls them. */
export function linksTo(what: 'pdf' | 'code', paper: Paper): Link[] {
  const isCode = ({ text, url }: Link) => codeHosts.test(url) || /^(?:\S+ )?code$/i.test(text);
  const isPdf = ({ url }: Link) => pdfForm.test(url);
  const links = paperLinks(paper).filter(what === 'pdf' ? isPdf : isCode);
  if (what === 'code' || links.length > 0) return links;
  // An abstract on arXiv says where the text is.
  const ids = paperLinks(paper).flatMap(
    ({ url }) => /arxiv\.org\/abs\/([\w.-]+(?:\/\d+)?)/i.exec(url)?.[1] ?? [],
  );
  return ids.map((id) => ({ text: 'PDF', url: `https://arxiv.org/pdf/${id}` }));
}
