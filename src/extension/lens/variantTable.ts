import { meanInPercent, percent } from '../../statistics/percent';
import { escapeMarkdown } from '../markdownText';
import { scoreOf } from '../runs/experimentScores';
import type { VariantScores } from '../runs/experimentScores';

const columns = ['R@1', 'MAP@R'];
/** More rows than that nobody reads in a hover. */
const mostRows = 10;

/** A variant's runs in a small table, in Markdown. Whatever comes from a run record is escaped. */
export function variantTable(scores: VariantScores): string {
  const { variant, runs, stale } = scores;
  const shown = runs.slice(0, mostRows);
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rows = shown.map(({ record: { seed, split }, result: { metrics } }) => [
    split?.fold ? `${seed}, fold ${split.fold.index + 1} of ${split.fold.of}` : `${seed}`,
    ...columns.map((name) => value(metrics.test[name])),
  ]);
  const means = columns.map((name) => scoreOf(scores, name));
  const rest = runs.length - shown.length;
  const table = [
    line(['seed', ...columns]),
    '| :-- | --: | --: |',
    ...rows.map(line),
    ...(rest > 0 ? [line([`and ${rest} more`, '', ''])] : []),
    line([`mean of ${runs.length}`, ...means.map((mean) => (mean ? meanInPercent(mean) : ''))]),
  ];
  const interval = runs.length > 1 ? ' ± half the 95 % interval' : '';
  const heading = `**${escapeMarkdown(variant)}** on test classes, %${interval}${stale ? ', of an earlier version' : ''}`;
  return [heading, table.join('\n'), settings(scores)].join('\n\n');
}

const value = (score: number | undefined) => (score === undefined ? '' : percent(score));

/** What the runs share: `conv4 · 64 dimensions · 300 steps · wasm` */
function settings({ runs }: VariantScores): string {
  const { config, backend } = runs[0]!.record;
  const parts = [config.model.name, `${config.model.dimension} dimensions`, `${config.steps} steps`, backend];
  return parts.map(escapeMarkdown).join(' · ');
}
