import type { PaperCard, ReportedRow } from '../../protocol/results';
import { differences, setUpOf, shortDifferences } from './comparability';
import { meanText, printedPercent } from './format';
import { groupName, hasFolds, overText, type Group } from './groups';
import { isShare } from '../../statistics/percent';
import { orderMetrics } from './metricNames';
import type { PlainTable } from '../../statistics/tableText';

/** What of the columns stands before the scores. */
const before = ['Method', 'Data', 'Net', 'Dim'];

/** Our means and what the paper reports in one table, for a paper or a README: percent, but for what is no share. */
export function comparisonTable(
  { title, protocol, reported }: Pick<PaperCard, 'title' | 'protocol' | 'reported'>,
  groups: readonly Group[],
  best: ReadonlyMap<string, ReadonlySet<string>>,
): PlainTable {
  const scored = groups.filter((group) => group.scored.length > 0);
  const rows = scored.flatMap((group) => group.scored);
  const metrics = orderMetrics([
    ...scored.flatMap((group) => Object.keys(group.scores)),
    ...reported.flatMap((row) => Object.keys(row.metrics)),
  ]).filter((metric) => isShown(metric, scored, reported));
  return {
    caption: `${title}: our runs (mean ± half of the 95 % interval over ${overText(rows)}) beside what the paper reports, in %`,
    columns: [
      ...before.map((name) => ({ name, numeric: name === 'Dim' })),
      ...metrics.map((name) => ({ name, numeric: true })),
      { name: hasFolds(rows) ? 'Runs' : 'Seeds', numeric: true },
      { name: 'Source', numeric: false },
    ],
    rows: [
      ...scored.map((group) => ourCells(group, metrics)),
      ...reported.map((row) => theirCells(row, metrics, shortDifferences(differences(row, protocol, rows)))),
    ],
    bold: scored.flatMap(({ key }, row) =>
      metrics.flatMap((metric, at) =>
        best.get(key)?.has(metric) ? [[row, before.length + at] as const] : [],
      ),
    ),
  };
}

/** A score of ours alone is shown where it is a share; spectra and distances belong to the results. */
function isShown(metric: string, groups: readonly Group[], reported: readonly ReportedRow[]): boolean {
  if (reported.some((row) => row.metrics[metric] !== undefined)) return true;
  return isShare(metric) && groups.some((group) => group.scores[metric] !== undefined);
}

function ourCells(group: Group, metrics: readonly string[]): string[] {
  const { scored, scores } = group;
  const { data, net, dim } = setUpOf(scored[0]!.config);
  return [
    groupName(group),
    ...[data, net, dim],
    ...metrics.map((metric) => (scores[metric] ? meanText(metric, scores[metric]) : '')),
    String(scored.length),
    'our runs',
  ];
}

function theirCells(
  { method, dataset, backbone, dimension, metrics, source, verified }: ReportedRow,
  names: readonly string[],
  apart: string,
): string[] {
  const remarks = [verified ? '' : 'unverified', apart && `not comparable: ${apart}`].filter(Boolean);
  return [
    method,
    dataset,
    backbone ?? '',
    dimension === null ? '' : String(dimension),
    ...names.map((name) => (metrics[name] === undefined ? '' : printedPercent(metrics[name]))),
    '',
    [source, ...remarks].join('; '),
  ];
}
