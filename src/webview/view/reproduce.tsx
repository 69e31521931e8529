import type { RunOrigin, RunRow } from '../../protocol/results';
import { send } from '../host';
import { count } from '../model/format';

interface Props {
  readonly row: RunRow;
  readonly origin: RunOrigin | null;
  readonly canRun: boolean;
}

/** What it takes to make a run again. */
export function Reproduce({ row, origin, canRun }: Props) {
  if (!origin) return <p class="dim">Reading the record…</p>;
  return (
    <>
      <pre class="command">
        <code>{origin.command}</code>
      </pre>
      <div class="part-tools">
        <vscode-button appearance="secondary" onClick={() => send({ type: 'copy', text: origin.command })}>
          Copy command
        </vscode-button>
        <vscode-button
          appearance="secondary"
          disabled={!canRun}
          title={
            canRun
              ? 'Run this variant with this seed again, from the file as it is now'
              : 'Running code needs a trusted workspace.'
          }
          onClick={() => send({ type: 'rerun', runId: row.id })}
        >
          Rerun
        </vscode-button>
        <vscode-button appearance="secondary" onClick={() => send({ type: 'openRunFolder', runId: row.id })}>
          Open the record
        </vscode-button>
      </div>
      <dl class="facts">
        {factsOf(row, origin).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function factsOf(row: RunRow, origin: RunOrigin): readonly (readonly [string, string])[] {
  const { git, coverage, loneQueries, versions } = origin;
  const commit = git && `${git.commit}${git.dirty ? ', with changes that are not committed' : ''}`;
  return [
    ['Experiment', row.experiment],
    ['Code', origin.codeHash],
    ['Commit', commit ?? 'not in a git repository'],
    ['Engine', `${row.backend}, ${origin.device}`],
    [
      'Versions',
      Object.entries(versions)
        .map((pair) => pair.join(' '))
        .join(', '),
    ],
    ['Begun', row.createdAt],
    ...optional('Classes', row.split && splitText(row.split)),
    ...optional('Drawn by the sampler', coverage && coverageText(coverage)),
    ...optional('Queries without a match', loneQueries === null ? null : count(loneQueries)),
  ];
}

function optional(name: string, value: string | null | undefined): readonly (readonly [string, string])[] {
  return value ? [[name, value]] : [];
}

function splitText({ hash, classes, fold }: NonNullable<RunRow['split']>): string {
  const sizes = `${count(classes.train)} to train, ${count(classes.validation)} to choose by, ${count(classes.test)} to test`;
  const of = fold ? `; fold ${fold.index + 1} of ${fold.of}, cut ${fold.cut}` : '';
  return `${sizes}${of}; ${hash.slice(0, 12)}`;
}

function coverageText({ classes, never, least, most }: NonNullable<RunOrigin['coverage']>): string {
  return `each of ${count(classes)} classes ${count(least)} to ${count(most)} times, ${count(never)} never`;
}
