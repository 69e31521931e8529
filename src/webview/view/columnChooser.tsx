import { isShown, moved, ordered } from '../model/columnLayout';
import type { Column } from '../model/columns';
import { toggled, type UiState } from '../model/uiState';
import { Checkbox } from './checkbox';
import { Popover } from './popover';

interface Props {
  readonly columns: readonly Column[];
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

/** Which columns are shown, in which order, and which stay in sight. */
export function ColumnChooser({ columns, ui, change }: Props) {
  const { layout } = ui;
  const all = ordered(columns, layout).slice(1);
  return (
    <Popover label="Columns">
      <ul class="column-list">
        {all.map((column, index) => (
          <li key={column.id}>
            <Checkbox
              checked={isShown(column, layout)}
              toggle={() => change({ layout: { ...layout, switched: toggled(layout.switched, column.id) } })}
            >
              {column.label}
            </Checkbox>
            <button
              class="small"
              aria-pressed={column.pinned}
              aria-label={`Keep ${column.label} in sight`}
              title="Keep in sight beside the names"
              onClick={() => change({ layout: { ...layout, pinned: toggled(layout.pinned, column.id) } })}
            >
              {column.pinned ? 'pinned' : 'pin'}
            </button>
            {([-1, 1] as const).map((by) => (
              <button
                key={by}
                class="small"
                aria-label={`Move ${column.label} ${by === -1 ? 'left' : 'right'}`}
                disabled={all[index + by]?.pinned !== column.pinned}
                onClick={() => change({ layout: moved(columns, layout, column.id, by, () => true) })}
              >
                {by === -1 ? '↑' : '↓'}
              </button>
            ))}
          </li>
        ))}
      </ul>
      <button class="small" onClick={() => change({ layout: { order: [], switched: [], pinned: [] } })}>
        Reset
      </button>
    </Popover>
  );
}
