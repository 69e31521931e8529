import type { ComponentChildren } from 'preact';
import type { PaperCard } from '../../protocol/results';
import { ExternalLink } from './externalLink';

/** Authors, venue and links of a paper, and what else belongs into their line. */
export function Bibliography({ paper, children }: { paper: PaperCard; children?: ComponentChildren }) {
  const place = [paper.venue, paper.year].filter((part) => part !== null).join(' ');
  return (
    <div class="bibliography">
      {paper.authors.length > 0 && <span>{paper.authors.join(', ')}</span>}
      {place && <span>{place}</span>}
      {paper.links.map((link, index) => (
        <ExternalLink key={index} url={link.url}>
          {link.text}
        </ExternalLink>
      ))}
      {children}
      {paper.mark && (
        <span class="badge">{paper.mark === '+1' ? '+1 recommended' : '−1 not recommended'}</span>
      )}
    </div>
  );
}
