import type { PaperCard, ReportedRow, RunRow } from '../../protocol/results';
import {
  conditionsText,
  differences,
  differenceText,
  shortDifferences,
  type Difference,
} from '../model/comparability';
import { dash, plural, printedPercent } from '../model/format';
import { groupName, type Group } from '../model/groups';
import { leadOver } from '../model/lead';
import { orderMetrics, usualMetrics } from '../model/metricNames';
import { UnlikeIcon, WarningIcon } from './icons';

interface Props {
  readonly reported: readonly ReportedRow[];
  readonly protocol: PaperCard['protocol'];
  /** A run of each of our conditions. */
  readonly ours: readonly RunRow[];
  /** The runs that the figures are set beside; null where there are none, or the page shows none. */
  readonly standard: Group | null;
}

/** What the paper reports, each figure with its source, what it may not be compared with, and whether it was checked. */
export function Reported(props: Props) {
  return (
    <section class="reported" aria-labelledby="reported-heading">
      <h2 id="reported-heading">What the paper reports</h2>
      {props.reported.length > 0 ? (
        <ReportedTable {...props} />
      ) : (
        <p class="empty">No figures of this paper are on record.</p>
      )}
      <Protocol protocol={props.protocol} />
    </section>
  );
}

function ReportedTable({ reported, protocol, ours, standard }: Props) {
  const names = orderMetrics(reported.flatMap((row) => Object.keys(row.metrics)));
  const columns = names.filter((name) => usualMetrics.includes(name));
  const others = names.filter((name) => !usualMetrics.includes(name));
  const apart = reported.map((row) => differences(row, protocol, ours));
  const texts = new Set(apart.map(shortDifferences));
  // What holds for every figure is said once, below.
  const each = ours.length > 0 && texts.size > 1;
  const severalMethods = new Set(reported.map((row) => row.method)).size > 1;
  return (
    <>
      <div class="table-scroll" role="group" aria-labelledby="reported-heading" tabIndex={0}>
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
              {standard && (
                <th scope="col" class="number" title={standardText(standard)}>
                  Difference
                </th>
              )}
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
                  <span class="whole">{row.backbone ?? dash},</span> {row.dimension ?? dash}
                </td>
                {columns.map((name) => (
                  <td key={name} class="number">
                    {printedPercent(row.metrics[name])}
                  </td>
                ))}
                {others.length > 0 && <td>{otherScores(row, others)}</td>}
                {standard && <Lead row={row} protocol={protocol} standard={standard} />}
                <td class="source">{row.source}</td>
                {each && (
                  <td class="beside">
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
        {ours.length > 0 &&
          `Ours: ${[...new Set(ours.map(({ config }) => conditionsText(config)))].join('; ')}.`}{' '}
        {standard && `Difference: ${standardText(standard)}, less the figure.`}
      </p>
    </>
  );
}

/** Dim where the two are no comparison. */
function Lead({ row, protocol, standard }: Pick<Props, 'protocol'> & { row: ReportedRow; standard: Group }) {
  const lead = leadOver(row, standard, protocol);
  if (!lead) return <td class="number dim">{dash}</td>;
  const sign = lead.points < 0 ? '−' : '+';
  return (
    <td
      class={lead.comparable ? 'number' : 'number dim'}
      title={lead.comparable ? undefined : 'Not comparable'}
    >
      {lead.metric === 'R@1' ? '' : `${lead.metric} `}
      {sign}
      {Math.abs(lead.points).toFixed(1)}
    </td>
  );
}

function standardText(group: Group): string {
  return `${groupName(group)}, mean of ${plural(group.scored.length, 'run')}`;
}

/** How the paper trains and tests, as far as the library knows. */
function Protocol({ protocol }: { protocol: PaperCard['protocol'] }) {
  const settings = Object.entries(protocol);
  if (settings.length === 0) return null;
  return (
    <dl class="protocol">
      {settings.map(([name, value]) => (
        <div key={name}>
          <dt>{inWords(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `learningRate` is `Learning rate`. */
function inWords(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
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
    <span class="badge badge-warning" title={apart.map(differenceText).join('\n')}>
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
