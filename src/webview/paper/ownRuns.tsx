import type { PaperPageState, TableFormat } from '../../protocol/paperPage';
import { send } from '../host';
import { comparisonTable } from '../model/comparisonTable';
import { count } from '../model/format';
import { hasFolds, overText } from '../model/groups';
import { isShare } from '../../statistics/percent';
import { orderMetrics } from '../model/metricNames';
import { drawnMetric, type PaperDigest } from '../model/paperDigest';
import { latexTable, markdownTable } from '../../statistics/tableText';
import { forPrint } from './forPrint';
import { GroupLine, ReferenceLine } from './ownRunsLines';

interface Props {
  readonly state: PaperPageState;
  readonly digest: PaperDigest;
}

/** What our own runs scored, a line for each variant. */
export function OwnRuns({ state, digest }: Props) {
  const { rows, experiment } = state;
  return (
    <section class="own-runs" aria-labelledby="own-runs-heading">
      <div class="section-head">
        <h2 id="own-runs-heading">Our runs</h2>
        <span class="dim">{filesOf(state)}</span>
        <Exports state={state} digest={digest} />
      </div>
      {rows.length > 0 ? (
        <Table {...digest} />
      ) : (
        <p class="empty">
          {experiment
            ? 'None yet. Run the experiment, and its scores appear here.'
            : 'None yet, and the library has no experiment of this paper.'}
        </p>
      )}
    </section>
  );
}

/** Where the runs stem from; where there are none, where they would. */
function filesOf({ rows, experiment }: PaperPageState): string {
  const [newest, ...others] = new Set(rows.map((row) => row.experiment));
  if (newest === undefined) return experiment?.file ?? '';
  return others.length === 0 ? newest : `${newest} and ${others.length} more`;
}

function Exports({ state, digest }: Props) {
  const text = (format: TableFormat) => {
    const table = comparisonTable(state.paper, digest.groups, digest.best);
    return format === 'latex' ? latexTable(table) : markdownTable(table);
  };
  const act = (type: 'copyTable' | 'saveTable', format: TableFormat) =>
    send({ type, format, text: text(format) });
  return (
    <span class="exports">
      <button class="link-button" onClick={() => send({ type: 'showResults' })}>
        Results
      </button>
      <button class="link-button" onClick={() => act('copyTable', 'markdown')}>
        Copy as Markdown
      </button>
      <button class="link-button" onClick={() => act('saveTable', 'markdown')}>
        Save as Markdown…
      </button>
      <button class="link-button" onClick={() => act('saveTable', 'latex')}>
        Save as LaTeX…
      </button>
      <button
        class="link-button"
        title="Save the page as HTML, which a browser prints"
        onClick={() => send({ type: 'savePage', html: forPrint(document.querySelector('main')!) })}
      >
        Save for print…
      </button>
    </span>
  );
}

function Table({ groups, older, references, best, places, courses }: PaperDigest) {
  const scored = groups.flatMap((group) => group.scored);
  const metrics = orderMetrics(groups.flatMap((group) => Object.keys(group.scores))).filter(isShare);
  const drawn = courses.size > 0;
  return (
    <>
      <div class="table-scroll" role="group" aria-labelledby="own-runs-heading" tabIndex={0}>
        <table class="own-runs-table" aria-labelledby="own-runs-heading">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              {metrics.map((metric) => (
                <th key={metric} scope="col" class="number">
                  {metric}
                </th>
              ))}
              <th scope="col" class="number">
                {hasFolds(scored) ? 'Runs' : 'Seeds'}
              </th>
              {drawn && <th scope="col">{drawnMetric} on validation</th>}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <GroupLine
                key={group.key}
                group={group}
                metrics={metrics}
                best={best.get(group.key)}
                place={places.get(group.key)!}
                course={drawn ? (courses.get(group.key) ?? []) : null}
              />
            ))}
            {references.map((reference) => (
              <ReferenceLine key={reference.key} reference={reference} metrics={metrics} drawn={drawn} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="dim legend">
        Test classes, percent: mean over {overText(scored)} ± half of its 95 % interval. In bold what nothing
        tells from the best.
        {older > 0 && ` ${count(older)} older variants are in the results.`}
      </p>
    </>
  );
}
