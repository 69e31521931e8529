import uPlot from 'uplot';
import type { Drawing } from '../model/drawnCurves';
import { colourIndex, dashOf } from './lineStyle';
import type { ChartTheme } from './theme';

export interface Series {
  /** Run or group that it is the curve of. */
  readonly key: string;
  readonly label: string;
  /** Place of its variant, which colour and dash follow. */
  readonly place: number;
  /** `faint` where another curve is brought out. */
  readonly weight: 'normal' | 'strong' | 'faint';
}

export interface ChartContent {
  readonly data: Drawing;
  readonly series: readonly Series[];
  /** What is drawn, with its unit: the axis's name. */
  readonly axis: string;
  /** A value in words, on the axis and under the pointer. */
  readonly format: (value: number) => string;
  /** Whether points are marked: for curves of few values. */
  readonly points: boolean;
  /** Whether values stand on a logarithmic axis; those that are not above 0 have no place there. */
  readonly log: boolean;
}

interface Listeners {
  /** Called with the index of the step under the pointer, null where there is none. */
  readonly onPointer: (index: number | null) => void;
  /** Called with the curve nearest to the pointer, null where none is near. */
  readonly onNear: (key: string | null) => void;
}

/** CSS pixels; the style sheet has the same. */
const height = 220;
const widths = { normal: 1.5, strong: 2.4, faint: 0.6 };
const alphas = { normal: 1, strong: 1, faint: 0.5 };
/** CSS pixels within which a curve is near. */
const near = 24;

/** A drawing of curves on a canvas, in the theme's colours. Lives in `parent` until `destroy`. */
export class LineChart {
  private plot: uPlot | null = null;
  private content: ChartContent | null = null;
  private theme: ChartTheme | null = null;

  constructor(
    private readonly parent: HTMLElement,
    private readonly listeners: Listeners,
  ) {}

  /** New values and weights alone are put into the drawing that stands; other curves or colours make a new one. */
  draw(content: ChartContent, theme: ChartTheme): void {
    const before = this.content;
    const same = this.theme === theme && before !== null && shapeOf(before) === shapeOf(content);
    this.content = content;
    this.theme = theme;
    if (this.plot && same) {
      this.reweigh(this.plot, content);
      if (before.data === content.data) this.plot.redraw(false);
      else this.plot.setData(plotData(content));
      return;
    }
    const pointer = this.pointer;
    this.plot?.destroy();
    this.plot = new uPlot(this.options(content, theme), plotData(content), this.parent);
    if (pointer !== null) this.moveTo(pointer);
  }

  resize(): void {
    this.plot?.setSize({ width: this.width(), height });
  }

  /** Index of the step under the pointer. */
  get pointer(): number | null {
    return this.plot?.cursor.idx ?? null;
  }

  /** Puts the pointer on a step, as the arrow keys do. */
  moveTo(index: number): void {
    const step = this.content?.data.steps[index];
    if (!this.plot || step === undefined) return;
    this.plot.setCursor({ left: this.plot.valToPos(step, 'x'), top: 0 });
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private width(): number {
    return Math.max(160, this.parent.clientWidth);
  }

  private reweigh(plot: uPlot, { series }: ChartContent): void {
    for (const [index, { weight }] of series.entries()) {
      const drawn = plot.series[index + 1]!;
      drawn.width = widths[weight] * devicePixelRatio;
      drawn.alpha = alphas[weight];
    }
  }

  private options(content: ChartContent, theme: ChartTheme): uPlot.Options {
    const axis = {
      stroke: theme.text,
      font: theme.font,
      grid: { stroke: theme.grid, width: 0.5 },
      ticks: { show: false },
      ...{ gap: 4, labelFont: theme.font, labelSize: 16, labelGap: 0 },
    };
    const n = content.series.length;
    const bounds = [...content.series, ...content.series].map(() => ({
      stroke: 'transparent',
      points: { show: false },
    }));
    return {
      width: this.width(),
      height,
      legend: { show: false },
      // Zoom by dragging would be lost at the next snapshot.
      cursor: { drag: { x: false, y: false }, y: false, focus: { prox: near } },
      focus: { alpha: 1 },
      scales: { x: { time: false }, y: content.log ? { distr: 3 } : {} },
      axes: [
        { ...axis, label: 'Step', size: 22 },
        {
          ...axis,
          label: content.axis,
          size: 36,
          values: (_, splits) => splits.map((value) => this.label(value)),
        },
      ],
      series: [{}, ...content.series.map((series) => this.seriesOptions(series, theme)), ...bounds],
      bands: content.series.flatMap(({ place }, index) =>
        content.data.bands[index]
          ? [
              {
                series: [1 + 2 * n + index, 1 + n + index] as [number, number],
                fill: `color-mix(in srgb, ${theme.series[colourIndex(place)]!} 18%, transparent)`,
              },
            ]
          : [],
      ),
      hooks: {
        setCursor: [(plot) => this.listeners.onPointer(plot.cursor.idx ?? null)],
        setSeries: [(_, index) => this.listeners.onNear(this.keyAt(index))],
      },
    };
  }

  private seriesOptions({ label, place, weight }: Series, theme: ChartTheme): uPlot.Series {
    const colour = theme.series[colourIndex(place)]!;
    return {
      label,
      stroke: colour,
      width: widths[weight],
      dash: [...dashOf(place)],
      alpha: alphas[weight],
      spanGaps: true,
      points: { show: this.content?.points ?? false, size: 4, fill: colour },
    };
  }

  private keyAt(index: number | null): string | null {
    const series = this.content?.series ?? [];
    // Behind the lines stand the lower and the upper ends of their bands.
    return index === null ? null : (series[(index - 1) % Math.max(1, series.length)]?.key ?? null);
  }

  private label(value: number | null): string {
    return value === null ? '' : (this.content?.format(value).replace(/\.0$/, '') ?? '');
  }
}

/** What cannot be changed in a drawing that stands. */
function shapeOf({ series, axis, log, points, data }: ChartContent): string {
  const bands = data.bands.map((band) => band !== null);
  return JSON.stringify([
    series.map(({ key, label, place }) => [key, label, place]),
    axis,
    log,
    points,
    bands,
  ]);
}

function plotData({ data, log }: ChartContent): uPlot.AlignedData {
  const columns = [
    ...data.values,
    ...data.bands.map((band) => band?.low ?? data.steps.map(() => null)),
    ...data.bands.map((band) => band?.high ?? data.steps.map(() => null)),
  ];
  const placed = (value: number | null) => (log && value !== null && value <= 0 ? null : value);
  return [[...data.steps], ...columns.map((column) => column.map(placed))];
}
