import { Component, createRef } from 'preact';
import type { Projection } from '../../protocol/run';
import { count, percent } from '../model/format';
import { lastOf } from '../model/memo';
import { nearestPoint, placedIn, pointTowards, type PlanePoint } from '../model/plane';
import { chartTheme, onThemeChange } from './theme';

interface Props {
  readonly projection: Projection;
  /** Where the points lie, by whichever method. */
  readonly points: readonly PlanePoint[];
  /** How the points came to lie so, in words. */
  readonly method: string;
  /** Point whose neighbours are shown. */
  readonly chosen: number | null;
  readonly choose: (point: number) => void;
}

interface State {
  readonly width: number;
  /** Point under the pointer, or that the arrow keys are on. */
  readonly at: number | null;
}

const height = 360;
const margin = 14;
/** CSS pixels within which the pointer is on a point. */
const reach = 14;
const radius = 3.5;
const shapes = 4;

/** Embeddings in the plane: for the eye a drawing, for keyboard and ear a walk from point to point. */
export class Plane extends Component<Props, State> {
  override state: State = { width: 600, at: null };
  private readonly canvas = createRef<HTMLCanvasElement>();
  private readonly placed = lastOf((points: readonly PlanePoint[], width: number) =>
    placedIn(points, { width, height, margin }),
  );
  private readonly endings: (() => void)[] = [];

  override componentDidMount(): void {
    const parent = this.canvas.current!.parentElement!;
    const resized = new ResizeObserver(() => this.setState({ width: Math.max(160, parent.clientWidth) }));
    resized.observe(parent);
    this.endings.push(
      () => resized.disconnect(),
      onThemeChange(() => this.draw()),
    );
    this.draw();
  }

  override componentDidUpdate(): void {
    this.draw();
  }

  override componentWillUnmount(): void {
    for (const end of this.endings) end();
  }

  override render({ points, method, choose }: Props, { width, at }: State) {
    return (
      <figure
        class="plane"
        role="application"
        tabIndex={0}
        aria-label={`${count(points.length)} embeddings of test classes in the plane, ${method}. Arrow keys walk from point to point, Enter shows a point's neighbours; the points also stand in the table below.`}
        onKeyDown={(event) => this.walk(event)}
      >
        <canvas
          ref={this.canvas}
          width={Math.round(width * devicePixelRatio)}
          height={Math.round(height * devicePixelRatio)}
          style={{ width: `${width}px`, height: `${height}px` }}
          aria-hidden="true"
          onMouseMove={(event) => this.point(this.under(event))}
          onMouseLeave={() => this.point(null)}
          onClick={(event) => {
            const point = this.under(event);
            if (point !== null) choose(point);
          }}
        />
        <p class="readout" aria-live="polite">
          {at === null ? '' : this.words(at)}
        </p>
      </figure>
    );
  }

  private words(point: number): string {
    const { labels, classNames, items } = this.props.projection;
    return `${classNames[labels[point]!] ?? ''} #${items[point] ?? ''}`;
  }

  private point(at: number | null): void {
    if (at !== this.state.at) this.setState({ at });
  }

  private under({ offsetX, offsetY }: MouseEvent): number | null {
    return nearestPoint(this.placed(this.props.points, this.state.width), [offsetX, offsetY], reach);
  }

  private walk(event: KeyboardEvent): void {
    const { points, choose } = this.props;
    const { at, width } = this.state;
    if (event.key === 'Enter' && at !== null) {
      event.preventDefault();
      return choose(at);
    }
    if (event.key === 'Escape') return this.point(null);
    if (!event.key.startsWith('Arrow') || points.length === 0) return;
    event.preventDefault();
    const placed = this.placed(points, width);
    const from = at ?? nearestPoint(placed, [width / 2, height / 2], Infinity) ?? 0;
    this.point(at === null ? from : (pointTowards(placed, from, event.key) ?? from));
  }

  private draw(): void {
    const context = this.canvas.current?.getContext('2d');
    if (!context) return;
    const { projection, points, chosen } = this.props;
    const { width, at } = this.state;
    const theme = chartTheme();
    const placed = this.placed(points, width);
    const emphasis = at ?? chosen;
    const label = emphasis === null ? null : (projection.labels[emphasis] ?? null);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    for (const [index, point] of placed.entries()) {
      const own = projection.labels[index]!;
      context.globalAlpha = label === null ? 0.8 : own === label ? 1 : 0.18;
      context.fillStyle = theme.series[own % theme.series.length]!;
      context.fill(mark(point, Math.floor(own / theme.series.length) % shapes));
    }
    context.globalAlpha = 1;
    context.strokeStyle = theme.text;
    for (const [point, size] of [
      [chosen, 8],
      [at, 6],
    ] as const) {
      const place = point === null ? undefined : placed[point];
      if (!place) continue;
      context.beginPath();
      context.arc(place[0], place[1], size, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

/** A disc, a square, a triangle or a diamond: classes of one colour are told apart by it. */
function mark([x, y]: PlanePoint, shape: number): Path2D {
  const path = new Path2D();
  if (shape === 0) path.arc(x, y, radius, 0, 2 * Math.PI);
  else if (shape === 1) path.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else {
    const corners: readonly PlanePoint[] =
      shape === 2
        ? [
            [0, -1.3],
            [1.2, 0.9],
            [-1.2, 0.9],
          ]
        : [
            [0, -1.4],
            [1.4, 0],
            [0, 1.4],
            [-1.4, 0],
          ];
    for (const [dx, dy] of corners) path.lineTo(x + radius * dx, y + radius * dy);
    path.closePath();
  }
  return path;
}

/** How much of the variance the two axes hold. */
export function varianceText([x, y]: Projection['explained']): string {
  return `${percent(x)} % and ${percent(y)} % of the variance`;
}
