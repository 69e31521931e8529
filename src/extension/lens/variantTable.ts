import { l10n } from 'vscode';
import { meanInPercent, percent } from '../../statistics/percent';
import { escapeMarkdown } from '../markdownText';
import { replicatesOf, scoreOf } from '../runs/experimentScores';
import type { VariantScores } from '../runs/experimentScores';
import { overText } from '../runs/scoreText';

const columns = ['R@1', 'MAP@R'];
/** More rows than that nobody reads in a hover. */
const mostRows = 10;

/** A variant's runs in a small table, in Markdown. Whatever comes from a run record is escaped. */
export function variantTable(scores: VariantScores): string {
  const { variant, runs, stale } = scores;
  const shown = runs.slice(0, mostRows);
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rows = shown.map(({ record: { seed, split }, result: { metrics } }) => [
    split?.fold ? l10n.t('{0}, fold {1} of {2}', seed, split.fold.index, split.fold.of) : `${seed}`,
    ...columns.map((name) => value(metrics.test[name])),
  ]);
  const means = columns.map((name) => scoreOf(scores, name));
  const rest = runs.length - shown.length;
  const table = [
    line([l10n.t('seed'), ...columns]),
    '| :-- | --: | --: |',
    ...rows.map(line),
    ...(rest > 0 ? [line([l10n.t('and {0} more', rest), '', ''])] : []),
    line([
      l10n.t('mean of {0}', overText(replicatesOf(scores))),
      ...means.map((mean) => (mean ? meanInPercent(mean) : '')),
    ]),
  ];
  const heading = [
    l10n.t('{0} on test classes, %', `**${escapeMarkdown(variant)}**`),
    ...(runs.length > 1 ? [l10n.t('± half the 95 % interval')] : []),
    ...(stale ? [l10n.t('of an earlier version')] : []),
  ];
  return [heading.join(', '), table.join('\n'), settings(scores)].join('\n\n');
}

const value = (score: number | undefined) => (score === undefined ? '' : percent(score));

/** What the runs share: `conv4 · 64 dimensions · 300 steps · wasm` */
function settings({ runs }: VariantScores): string {
  const { config, backend } = runs[0]!.record;
  const parts = [
    config.model.name,
    l10n.t('{0} dimensions', config.model.dimension),
    l10n.t('{0} steps', config.steps),
    backend,
  ];
  return parts.map(escapeMarkdown).join(' · ');
}
