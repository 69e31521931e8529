import { Component } from 'preact';
import type { Projection } from '../../protocol/run';
import { count, plural } from '../model/format';
import { nearestEmbeddings, type Near } from '../model/plane';
import type { Parts } from '../model/received';
import type { UiState } from '../model/uiState';
import { Plane, varianceText } from './plane';
import { layOut, type UmapState } from './umapLayout';

interface Props {
  readonly runId: string;
  readonly projection: Projection;
  /** Of this run; null until they were asked for and came. */
  readonly embeddings: Parts['embeddings'];
  /** Asks for the embeddings. */
  readonly need: () => void;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

interface State {
  readonly umap: UmapState | null;
  readonly chosen: number | null;
}

/** Neighbours shown of a point. */
const mostNear = 10;
/** Lines of the table of points. */
const mostRows = 100;

/** The embeddings of the test classes in the plane, by principal components or by UMAP. */
export class Embeddings extends Component<Props, State> {
  override state: State = { umap: null, chosen: null };
  private end: (() => void) | null = null;

  override componentDidMount(): void {
    this.begin();
  }

  override componentDidUpdate(before: Props): void {
    if (before.runId !== this.props.runId) {
      this.stop();
      this.setState({ umap: null, chosen: null });
      return;
    }
    this.begin();
  }

  override componentWillUnmount(): void {
    this.stop();
  }

  override render({ projection, embeddings, ui, change }: Props, { umap, chosen }: State) {
    const laidOut = ui.plane === 'umap' && umap?.type === 'done' ? umap.points : null;
    return (
      <>
        <div class="part-tools">
          <div role="radiogroup" aria-label="Method" class="segments">
            {(['pca', 'umap'] as const).map((plane) => (
              <label key={plane}>
                <input
                  type="radio"
                  name="plane"
                  checked={ui.plane === plane}
                  onChange={() => change({ plane })}
                />
                {plane === 'pca' ? 'PCA' : 'UMAP'}
              </label>
            ))}
          </div>
          <span class="dim" role="status">
            {this.methodText()}
          </span>
        </div>
        <Plane
          projection={projection}
          points={laidOut ?? projection.points}
          method={laidOut ? 'by UMAP' : 'by principal components'}
          chosen={chosen}
          choose={(point) => {
            this.props.need();
            this.setState({ chosen: point });
          }}
        />
        {chosen !== null && this.neighbours(chosen)}
        {embeddings?.problem && <p class="empty">{embeddings.problem}</p>}
        <PointTable projection={projection} points={laidOut ?? projection.points} />
      </>
    );
  }

  private methodText(): string {
    const { projection, ui } = this.props;
    const { umap } = this.state;
    const points = `${plural(projection.points.length, 'embedding')}, ${count(projection.classNames.length)} classes`;
    if (ui.plane === 'pca') return `${points}; the axes hold ${varianceText(projection.explained)}`;
    if (umap?.type === 'failed') return `UMAP failed: ${umap.message}; principal components are shown`;
    if (umap?.type === 'done') return `${points}; distances between clusters mean little`;
    return `UMAP ${Math.round(100 * (umap?.part ?? 0))} %; principal components meanwhile`;
  }

  private neighbours(chosen: number) {
    const { projection, embeddings } = this.props;
    const nameOf = (point: number) =>
      `${projection.classNames[projection.labels[point]!] ?? ''} #${projection.items[point] ?? ''}`;
    if (!embeddings?.values) return <p class="dim">Looking for the neighbours of {nameOf(chosen)}…</p>;
    const near: readonly Near[] = nearestEmbeddings(
      embeddings.values,
      embeddings.dimension,
      chosen,
      mostNear,
    );
    return (
      <div class="near" role="status">
        <p>
          Nearest to <strong>{nameOf(chosen)}</strong> among the points drawn:
        </p>
        <ol>
          {near.map(({ point, similarity }) => {
            const same = projection.labels[point] === projection.labels[chosen];
            return (
              <li key={point} class={same ? 'right' : 'wrong'}>
                <span aria-hidden="true">{same ? '✓' : '✗'}</span> {nameOf(point)}{' '}
                <span class="dim">
                  {same ? 'right' : 'wrong'}, {similarity.toFixed(2)}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
    );
  }

  /** Begins what is wanted and can be begun. */
  private begin(): void {
    const { ui, embeddings, need } = this.props;
    if (ui.plane !== 'umap' || this.end || this.state.umap) return;
    if (!embeddings) return need();
    if (!embeddings.values) return;
    const { values, dimension, worker } = embeddings;
    this.end = layOut(worker, { values, dimension }, (umap) => this.setState({ umap }));
  }

  private stop(): void {
    this.end?.();
    this.end = null;
  }
}

/** The drawn points as a table, some of many. */
function PointTable({ projection, points }: Pick<Props, 'projection'> & { points: Projection['points'] }) {
  const rows = Math.min(mostRows, points.length);
  const picks = Array.from({ length: rows }, (_, at) => Math.floor((at * points.length) / rows));
  return (
    <details class="curve-table">
      <summary>Points as a table</summary>
      <div class="table-scroll" role="region" aria-label="Points" tabIndex={0}>
        <table>
          <caption>
            {rows < points.length
              ? `${count(rows)} of ${plural(points.length, 'point')}`
              : plural(rows, 'point')}
          </caption>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col" class="number">
                Item
              </th>
              <th scope="col" class="number">
                x
              </th>
              <th scope="col" class="number">
                y
              </th>
            </tr>
          </thead>
          <tbody>
            {picks.map((point) => (
              <tr key={point}>
                <th scope="row">{projection.classNames[projection.labels[point]!]}</th>
                <td class="number">{projection.items[point]}</td>
                <td class="number">{points[point]![0].toFixed(3)}</td>
                <td class="number">{points[point]![1].toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
