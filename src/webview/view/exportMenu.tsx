import { send } from '../host';
import { runsAsCsv, runsAsTable, type TableParts } from '../model/runsAsTable';
import { latexTable, markdownTable } from '../../statistics/tableText';
import { Popover } from './popover';

const formats = [
  { name: 'Markdown', kind: 'md', textOf: (parts: TableParts) => markdownTable(runsAsTable(parts)) },
  { name: 'LaTeX (booktabs)', kind: 'tex', textOf: (parts: TableParts) => latexTable(runsAsTable(parts)) },
  { name: 'CSV of every run', kind: 'csv', textOf: runsAsCsv },
] as const;

/** Hands out the table as it is shown. */
export function ExportMenu({ parts }: { parts: TableParts }) {
  return (
    <Popover label="Copy or save">
      {(close) => (
        <ul class="export-list">
          {formats.map(({ name, kind, textOf }) => (
            <li key={kind}>
              <span>{name}</span>
              <button
                class="small"
                aria-label={`Copy as ${name}`}
                onClick={() => {
                  send({ type: 'copy', text: textOf(parts) });
                  close();
                }}
              >
                Copy
              </button>
              <button
                class="small"
                aria-label={`Save as ${name}`}
                onClick={() => {
                  send({ type: 'save', kind, name: 'results', text: textOf(parts) });
                  close();
                }}
              >
                Save…
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
