import type { Column } from '../model/columns';
import type { Group } from '../model/groups';
import type { UiState } from '../model/uiState';
import type { TableParts } from '../model/runsAsTable';
import { Checkbox } from './checkbox';
import { ColumnChooser } from './columnChooser';
import { ExportMenu } from './exportMenu';

interface Props {
  readonly columns: readonly Column[];
  readonly groups: readonly Group[];
  /** What is handed out. */
  readonly parts: TableParts;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

/** A longer list is no choice: the filter narrows it. */
const mostBaselines = 40;

/** What is done with the table as a whole: filter, columns, baseline. */
export function RunsToolbar({ columns, groups, parts, ui, change }: Props) {
  return (
    <div class="toolbar">
      <input
        type="search"
        class="filter"
        aria-label="Filter runs and charts"
        placeholder="Filter: circle -failed R@1>70"
        value={ui.filter}
        onInput={(event) => change({ filter: event.currentTarget.value, tableTop: 0 })}
      />
      <Checkbox checked={ui.differing} toggle={() => change({ differing: !ui.differing })}>
        Only differing columns
      </Checkbox>
      <BaselineChoice groups={groups} ui={ui} change={change} />
      <ColumnChooser columns={columns} ui={ui} change={change} />
      <ExportMenu parts={parts} />
    </div>
  );
}

function BaselineChoice({ groups, ui, change }: Pick<Props, 'groups' | 'ui' | 'change'>) {
  const scored = groups.filter((group) => group.scored.length > 0);
  const choices = scored.filter((group, index) => index < mostBaselines || group.key === ui.baseline);
  if (choices.length < 2) return null;
  return (
    <label class="choice">
      Baseline
      <vscode-dropdown
        aria-label="Baseline that the others are held against"
        value={ui.baseline ?? ''}
        onChange={(event) => change({ baseline: event.currentTarget.value || null })}
      >
        <vscode-option value="" selected={ui.baseline === null}>
          none
        </vscode-option>
        {choices.map((group) => (
          <vscode-option key={group.key} value={group.key} selected={ui.baseline === group.key}>
            {[group.variant, group.detail].filter(Boolean).join(', ')}
          </vscode-option>
        ))}
      </vscode-dropdown>
    </label>
  );
}
