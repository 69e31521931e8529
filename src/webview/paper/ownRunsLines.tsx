/** The lines of the table of our own runs. */
import { meanText, plural } from '../model/format';
import { trialsText, type Group, type Reference, type Summaries } from '../model/groups';
import type { Sparkline } from '../model/sparkline';
import { Swatch } from '../view/swatch';
import { Course } from './course';

interface GroupProps {
  readonly group: Group;
  readonly metrics: readonly string[];
  readonly best: ReadonlySet<string> | undefined;
  readonly place: number;
  /** Empty where nothing is drawn; null where the table has no such column. */
  readonly course: Sparkline | null;
}

/** A variant: means over its seeds. */
export function GroupLine({ group, metrics, best, place, course }: GroupProps) {
  const { variant, detail, oracle, stale } = group;
  const going = progress(group);
  const trials = trialsText(group);
  return (
    <tr>
      <th scope="row">
        <span class="variant">
          <Swatch place={place} /> {variant}
        </span>
        {detail !== null && <span class="detail">{detail}</span>}
        {trials !== null && <span class="detail">{trials}</span>}
        {oracle && <span class="detail">chosen by the scores on test: no fair comparison</span>}
        {stale && <span class="detail">stale: the experiment has changed since</span>}
        {going !== null && <span class="detail">{going}</span>}
      </th>
      <Scores scores={group.scores} metrics={metrics} best={best} />
      <td class="number">{group.scored.length}</td>
      {course && <td>{course.length > 0 && <Course points={course} place={place} />}</td>}
    </tr>
  );
}

interface ReferenceProps {
  readonly reference: Reference;
  readonly metrics: readonly string[];
  readonly drawn: boolean;
}

/** What the variants are held against. */
export function ReferenceLine({ reference, metrics, drawn }: ReferenceProps) {
  return (
    <tr class="dim">
      <th scope="row">{reference.label}</th>
      <Scores scores={reference.scores} metrics={metrics} best={undefined} />
      <td class="number">{reference.n}</td>
      {drawn && <td />}
    </tr>
  );
}

interface ScoresProps {
  readonly scores: Summaries;
  readonly metrics: readonly string[];
  readonly best: ReadonlySet<string> | undefined;
}

function Scores({ scores, metrics, best }: ScoresProps) {
  return (
    <>
      {metrics.map((metric) => {
        const score = scores[metric];
        if (!score) return <td key={metric} class="number" />;
        const [mean, reach] = meanText(metric, score).split(' ± ');
        return (
          <td key={metric} class="number" title={meanText(metric, score)}>
            {best?.has(metric) ? <strong>{mean}</strong> : mean}
            {reach !== undefined && <span class="reach"> ± {reach}</span>}
          </td>
        );
      })}
    </>
  );
}

/** `2 running, 62 %`; null where nothing runs. */
function progress({ rows }: Group): string | null {
  const running = rows.filter(({ state }) => state === 'running');
  if (running.length === 0) return null;
  const steps = running.reduce((sum, row) => sum + row.steps, 0);
  const done = running.reduce((sum, row) => sum + row.step, 0);
  return `${plural(running.length, 'run')} going, ${steps > 0 ? Math.floor((100 * done) / steps) : 0} % done`;
}
