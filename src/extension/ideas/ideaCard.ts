import { l10n } from 'vscode';
import type { GoldenState, IdeaEntry } from '../../protocol/idea';
import { escapeMarkdown } from '../markdownText';

type Settings = Readonly<Record<string, unknown>>;

/**
 * The card shown when the pointer rests on an idea, in Markdown.
 * @param here what it is given where the pointer rests
 */
export function ideaCard(
  idea: IdeaEntry,
  origin: string,
  goldens: GoldenState | undefined,
  here: Settings = {},
): string {
  const { kind, name, summary, equation, uncompiled } = idea;
  const parts = [
    `**${escapeMarkdown(name)}** · ${kind}`,
    escapeMarkdown(summary),
    equation ? `\`\`\`text\n${equation.join('\n')}\n\`\`\`` : '',
    settingsTable(idea, here),
    origin === '' ? '' : `*${escapeMarkdown(origin)}*`,
    goldenLine(goldens),
    uncompiled === null ? '' : l10n.t('Not compiled: {0}', escapeMarkdown(uncompiled)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Where an idea is from: the paper's title and the place in it, or its source; empty where neither is known. */
export function originOf({ paper, source }: IdeaEntry, titleOf: (paperId: string) => string): string {
  if (!paper) return source ?? '';
  return [titleOf(paper.id), paper.place].filter((part) => part !== '').join(', ');
}

/** What is set here, where anything is; the defaults; and what each variant has in their place. */
function settingsTable({ defaults, variants }: IdeaEntry, here: Settings): string {
  const names = Object.keys(defaults);
  if (names.length === 0) return '';
  const columns: (readonly [string, Settings])[] = [
    [l10n.t('default'), defaults],
    ...Object.entries(variants),
  ];
  if (names.some((name) => Object.hasOwn(here, name))) columns.unshift([l10n.t('here'), here]);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const value = (settings: Settings, name: string) =>
    Object.hasOwn(settings, name) ? escapeMarkdown(String(settings[name])) : '';
  return [
    row(['', ...columns.map(([title]) => escapeMarkdown(title))]),
    row(['---', ...columns.map(() => '---')]),
    ...names.map((name) =>
      row([escapeMarkdown(name), ...columns.map(([, settings]) => value(settings, name))]),
    ),
  ].join('\n');
}

function goldenLine(goldens: GoldenState | undefined): string {
  if (!goldens) return l10n.t('Golden values: none; proven by its own tests');
  const seen = Object.entries(goldens).filter(([, state]) => state !== '-');
  return l10n.t('Golden values: {0}', seen.map(([part, state]) => `${part} ${state}`).join(', '));
}
