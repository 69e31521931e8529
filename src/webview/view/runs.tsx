import type { RunRow } from '../../protocol/results';
import { count } from '../model/format';
import { overText } from '../model/groups';
import { RunsTable, type TableProps } from './runsTable';
import { RunsToolbar } from './runsToolbar';

interface Props extends TableProps {
  /** All runs, whatever the filter. */
  readonly all: readonly RunRow[];
  /** What the page is about, in words. */
  readonly title: string;
}

/** The runs: how many there are, what to do with them, and the table. */
export function Runs(props: Props) {
  const { all, rows, title, groups, references, allColumns, columns, best, ui, change } = props;
  const running = all.filter((row) => row.state === 'running').length;
  return (
    <section class="runs" aria-labelledby="runs-heading">
      <h2 id="runs-heading">
        Runs{' '}
        <span class="dim count">
          {countText(rows.length, all.length)}
          {running > 0 && ` · ${count(running)} running`}
        </span>
      </h2>
      {all.length === 0 ? (
        <p class="empty">No runs yet. Run the experiment, and its scores appear here.</p>
      ) : (
        <>
          <RunsToolbar
            columns={allColumns}
            groups={groups}
            parts={{ title, groups, references, columns, best }}
            ui={ui}
            change={change}
          />
          <RunsTable {...props} />
          {rows.length === 0 && <p class="empty">No run meets the filter.</p>}
          <p class="dim legend">
            Shares in percent, on the test classes, at the selected step. Several runs: mean ± half of its 95
            % interval over {overText(rows)}.
            {best.size > 0 && ' Bold: inside the interval of the best mean among variants run alike.'}
          </p>
        </>
      )}
    </section>
  );
}

function countText(shown: number, all: number): string {
  if (all === 0) return '';
  return shown === all ? count(all) : `${count(shown)} of ${count(all)}`;
}
