import type { ReportedRow, RunRow } from '../../protocol/results';
import {
  conditionsText,
  differences,
  differenceText,
  distinctConditions,
  shortDifferences,
  type Difference,
} from '../model/comparability';
import { dash, printedPercent } from '../model/format';
import { orderMetrics, usualMetrics } from '../model/metricNames';
import { UnlikeIcon, WarningIcon } from './icons';

interface Props {
  readonly reported: readonly ReportedRow[];
  readonly rows: readonly RunRow[];
}

/** What the paper reports, each figure with its source, what it may not be compared with, and whether it was checked. */
export function Reported({ reported, rows }: Props) {
  return (
    <section class="reported" aria-labelledby="reported-heading">
      <h2 id="reported-heading">What the paper reports</h2>
      {reported.length > 0 ? (
        <ReportedTable reported={reported} rows={rows} />
      ) : (
        <p class="empty">No figures of this paper are on record.</p>
      )}
    </section>
  );
}

function ReportedTable({ reported, rows }: Props) {
  const ours = distinctConditions(rows.map((row) => row.config));
  const names = orderMetrics(reported.flatMap((row) => Object.keys(row.metrics)));
  const columns = names.filter((name) => usualMetrics.includes(name));
  const others = names.filter((name) => !usualMetrics.includes(name));
  const apart = reported.map((row) => differences(row, ours));
  const texts = new Set(apart.map(shortDifferences));
  // What holds for every figure is said once, below.
  const each = ours.length > 0 && texts.size > 1;
  const severalMethods = new Set(reported.map((row) => row.method)).size > 1;
  return (
    <>
      <div class="table-scroll" role="region" aria-labelledby="reported-heading" tabIndex={0}>
        <table class="reported-table" aria-labelledby="reported-heading">
          <thead>
            <tr>
              <th scope="col">Data</th>
              {severalMethods && <th scope="col">Method</th>}
              <th scope="col">Net, dim</th>
              {columns.map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
              {others.length > 0 && <th scope="col">Other scores</th>}
              <th scope="col">Source</th>
              {each && <th scope="col">Beside ours</th>}
            </tr>
          </thead>
          <tbody>
            {reported.map((row, index) => (
              <tr key={index}>
                <th scope="row">
                  {row.dataset} {!row.verified && <Unverified />}
                </th>
                {severalMethods && <td>{row.method}</td>}
                <td class="net">
                  {row.backbone ?? dash}, {row.dimension ?? dash}
                </td>
                {columns.map((name) => (
                  <td key={name} class="number">
                    {printedPercent(row.metrics[name])}
                  </td>
                ))}
                {others.length > 0 && <td>{otherScores(row, others)}</td>}
                <td class="source">{row.source}</td>
                {each && (
                  <td>
                    <Comparability apart={apart[index]!} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="dim legend">
        In percent, as printed. {ours.length > 0 && !each && <Comparability apart={apart[0]!} />}{' '}
        {ours.length > 0 && `Ours: ${ours.map(conditionsText).join('; ')}.`}
      </p>
    </>
  );
}

function Unverified() {
  return (
    <span class="badge badge-warning" title="The source itself was not seen">
      <WarningIcon /> unverified
    </span>
  );
}

function Comparability({ apart }: { apart: readonly Difference[] }) {
  if (apart.length === 0) return <>comparable</>;
  return (
    <span class="badge" title={apart.map(differenceText).join('\n')}>
      <UnlikeIcon /> not comparable: {shortDifferences(apart)}
    </span>
  );
}

function otherScores(row: ReportedRow, names: readonly string[]): string {
  return names
    .filter((name) => row.metrics[name] !== undefined)
    .map((name) => `${name} ${printedPercent(row.metrics[name])}`)
    .join(', ');
}
