import { sampleRows } from '../model/curves';
import { count, dash } from '../model/format';
import type { UiState } from '../model/uiState';
import type { ChartContent } from './lineChart';

interface Props {
  readonly loss: ChartContent;
  readonly validation: ChartContent;
  /** The validation score drawn; null where there is none. */
  readonly metric: string | null;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

/** The curves are long; this many rows carry their shape. */
const mostRows = 40;

/** The drawn curves as tables, for those who read them better so, by eye or by ear. */
export function CurveTable({ loss, validation, metric, ui, change }: Props) {
  return (
    <details
      class="curve-table"
      open={ui.curveTable}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open !== ui.curveTable) change({ curveTable: open });
      }}
    >
      <summary>Curves as tables</summary>
      {ui.curveTable && (
        <div class="charts">
          <Values caption="Loss" content={loss} />
          {metric !== null && <Values caption={`${metric} on validation, percent`} content={validation} />}
        </div>
      )}
    </details>
  );
}

function Values({ caption, content: { data, series, format } }: { caption: string; content: ChartContent }) {
  const { steps, values } = sampleRows(data, mostRows);
  return (
    <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>
          {caption}
          {steps.length < data.steps.length && `, ${steps.length} of ${count(data.steps.length)} steps`}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              Step
            </th>
            {series.map(({ label }, index) => (
              <th key={index} scope="col" class="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, row) => (
            <tr key={step}>
              <th scope="row" class="number">
                {count(step)}
              </th>
              {values.map((column, index) => {
                const value = column[row] ?? null;
                return (
                  <td key={index} class="number">
                    {value === null ? dash : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
