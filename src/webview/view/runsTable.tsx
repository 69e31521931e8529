import type { RunRow } from '../../protocol/results';
import { columnsFor, type Column } from '../model/columns';
import { count, plural } from '../model/format';
import type { Baseline, Group } from '../model/groups';
import { linesOf, pageOf, type Page } from '../model/lines';
import { nextSort } from '../model/sorting';
import type { UiState } from '../model/uiState';
import { BaselineLine, GroupLine, RunLine } from './runsTableLines';

interface Props {
  readonly rows: readonly RunRow[];
  readonly groups: readonly Group[];
  readonly baselines: readonly Baseline[];
  readonly best: ReadonlyMap<string, ReadonlySet<string>>;
  readonly places: ReadonlyMap<string, number>;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

/** The runs and, where a variant has several, their means; sortable by every column. */
export function RunsTable(props: Props) {
  const { rows } = props;
  const running = rows.filter((row) => row.state === 'running').length;
  return (
    <section class="runs" aria-labelledby="runs-heading">
      <h2 id="runs-heading">
        Runs{' '}
        <span class="dim count">
          {rows.length > 0 && count(rows.length)}
          {running > 0 && ` · ${count(running)} running`}
        </span>
      </h2>
      {rows.length > 0 ? (
        <Table {...props} />
      ) : (
        <p class="empty">No runs yet. Run the experiment, and its scores appear here.</p>
      )}
    </section>
  );
}

function Table({ rows, groups, baselines, best, places, ui, change }: Props) {
  const columns = columnsFor(rows);
  const page = pageOf(linesOf(groups, columns, ui.sort, ui.closed), ui.page);
  const several = [...groups.map((group) => group.scored.length), ...baselines.map(({ n }) => n)].some(
    (n) => n > 1,
  );
  return (
    <>
      <div class="table-scroll" role="region" aria-labelledby="runs-heading" tabIndex={0}>
        <table class={several ? 'runs-table with-deviations' : 'runs-table'} aria-labelledby="runs-heading">
          <thead>
            <tr>
              {columns.map((column) => (
                <SortHeader key={column.id} column={column} ui={ui} change={change} />
              ))}
              <th scope="col" class="actions-column">
                <span class="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.lines.map((line) => {
              const shared = { columns, place: places.get(line.group.key)!, ui, change };
              return line.kind === 'group' ? (
                <GroupLine key={line.key} line={line} best={best.get(line.key)} {...shared} />
              ) : (
                <RunLine key={line.key} line={line} {...shared} />
              );
            })}
            {baselines.map((baseline) => (
              <BaselineLine key={`untrained ${baseline.key}`} baseline={baseline} columns={columns} />
            ))}
          </tbody>
        </table>
      </div>
      {page.pages > 1 && <Pager page={page} change={change} />}
      <p class="dim legend">
        Scores on the test classes in percent, at the selected step: the best on validation (val.) or the
        last.
        {several && ' Several seeds: mean ± standard deviation.'}
        {best.size > 0 && ' Bold: the best mean among variants run alike.'}
      </p>
    </>
  );
}

function SortHeader({ column, ui, change }: { column: Column } & Pick<Props, 'ui' | 'change'>) {
  const sorted = ui.sort?.column === column.id ? ui.sort : null;
  const direction = sorted?.descending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      class={column.numeric ? 'number' : undefined}
      aria-sort={sorted ? direction : undefined}
      data-column={column.id}
    >
      <button
        class="sort-button"
        // Scores are read best first, names from A.
        onClick={() => change({ sort: nextSort(ui.sort, column.id, column.metric !== null), page: 0 })}
      >
        {column.label}
        <span class="sort-mark" aria-hidden="true">
          {sorted && (sorted.descending ? '▼' : '▲')}
        </span>
      </button>
    </th>
  );
}

function Pager({ page, change }: { page: Page } & Pick<Props, 'change'>) {
  const last = page.before + page.lines.length;
  return (
    <nav class="pager" aria-label="Pages of runs">
      <vscode-button
        appearance="secondary"
        disabled={page.index === 0}
        onClick={() => change({ page: page.index - 1 })}
      >
        Previous
      </vscode-button>
      <vscode-button
        appearance="secondary"
        disabled={page.index === page.pages - 1}
        onClick={() => change({ page: page.index + 1 })}
      >
        Next
      </vscode-button>
      <span role="status">
        Lines {count(page.before + 1)} to {count(last)}, page {count(page.index + 1)} of{' '}
        {plural(page.pages, 'page')}
      </span>
    </nav>
  );
}
