import type { GoldenState, IdeaEntry } from '../../protocol/idea';
import { escapeMarkdown } from '../markdownText';

/** The card shown when the pointer rests on an idea, in Markdown. */
export function ideaCard(idea: IdeaEntry, origin: string, goldens: GoldenState | undefined): string {
  const { kind, name, summary, equation, uncompiled } = idea;
  const parts = [
    `**${escapeMarkdown(name)}** · ${kind}`,
    escapeMarkdown(summary),
    equation ? `\`\`\`text\n${equation.join('\n')}\n\`\`\`` : '',
    settingsTable(idea),
    origin === '' ? '' : `*${escapeMarkdown(origin)}*`,
    goldenLine(goldens),
    uncompiled === null ? '' : `Not compiled: ${escapeMarkdown(uncompiled)}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Where an idea is from: the paper's title and the place in it, or its source; empty where neither is known. */
export function originOf({ paper, source }: IdeaEntry, titleOf: (paperId: string) => string): string {
  if (!paper) return source ?? '';
  return [titleOf(paper.id), paper.place].filter((part) => part !== '').join(', ');
}

/** Defaults in one column, what each variant has in their place in the others. */
function settingsTable({ defaults, variants }: IdeaEntry): string {
  const names = Object.keys(defaults);
  if (names.length === 0) return '';
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const value = (set: Readonly<Record<string, unknown>>, name: string) =>
    name in set ? escapeMarkdown(String(set[name])) : '';
  return [
    row(['', 'default', ...Object.keys(variants).map(escapeMarkdown)]),
    row(['---', '---', ...Object.keys(variants).map(() => '---')]),
    ...names.map((name) =>
      row([
        escapeMarkdown(name),
        value(defaults, name),
        ...Object.values(variants).map((set) => value(set, name)),
      ]),
    ),
  ].join('\n');
}

function goldenLine(goldens: GoldenState | undefined): string {
  if (!goldens) return 'Golden values: none; proven by its own tests';
  const seen = Object.entries(goldens).filter(([, state]) => state !== '-');
  return `Golden values: ${seen.map(([part, state]) => `${part} ${state}`).join(', ')}`;
}
