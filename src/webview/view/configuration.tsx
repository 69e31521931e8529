import type { RunRow } from '../../protocol/results';
import { settingsOfRuns, type Setting } from '../model/configuration';
import { dash } from '../model/format';

/** The settings of a run, or of two those in which they differ. */
export function Configuration({ rows }: { rows: readonly RunRow[] }) {
  const settings = settingsOfRuns(rows);
  const two = rows.length > 1;
  return (
    <>
      <p class="dim">
        {two
          ? 'Only what differs.'
          : 'Press Ctrl and click on another line, or Ctrl+Enter on it, to see only what differs.'}
      </p>
      {settings.length === 0 ? (
        <p class="empty">Nothing differs: the runs have the same settings.</p>
      ) : (
        <table class="configuration">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              {rows.map((row, index) => (
                <th key={index} scope="col">
                  {row.variant}, seed {row.seed}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {settings.map((setting, index) => (
              <SettingLine
                key={`${setting.part} ${setting.name}`}
                {...setting}
                before={settings[index - 1]}
              />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function SettingLine({ part, name, values, before }: Setting & { before: Setting | undefined }) {
  const begins = part !== '' && before?.part !== part;
  return (
    <>
      {begins && (
        <tr class="setting-part">
          <th scope="colgroup" colSpan={values.length + 1}>
            {part}
          </th>
        </tr>
      )}
      <tr>
        <th scope="row" class={part === '' ? undefined : 'nested-setting'}>
          {name}
        </th>
        {values.map((value, index) => (
          <td key={index}>{value ?? <span class="dim">{dash}</span>}</td>
        ))}
      </tr>
    </>
  );
}
