import type { Paper } from './paper';

/** What a narrow side bar shows of a title beside status or result. */
const shortLength = 26;

/**
 * `★ +1 Circle Loss: A Unified Perspective …`: star, mark, title. The editor cuts what stands last, and that is status and
 * result: where there is one the title gives way, to what stands before its colon and then to its first words.
 * @param besideText whether status or result stand behind it
 */
export function paperLabel({ title, mark }: Paper, starred: boolean, besideText: boolean): string {
  const shown = besideText ? shortened(title) : title;
  const before = [...(starred ? ['★'] : []), ...(mark ? [mark === '+1' ? '+1' : '−1'] : [])];
  return [...before, shown].join(' ');
}

function shortened(title: string): string {
  const name = title.split(': ')[0] ?? title;
  if (name.length <= shortLength) return name;
  const cut = name.slice(0, shortLength + 1);
  return `${cut.slice(0, cut.lastIndexOf(' ') + 1 || shortLength).trimEnd()}…`;
}
