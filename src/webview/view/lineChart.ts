import uPlot from 'uplot';
import type { Aligned } from '../model/curves';
import { colourIndex, dashOf } from './lineStyle';
import type { ChartTheme } from './theme';

export interface Series {
  readonly label: string;
  /** Place of its variant, which colour and dash follow. */
  readonly place: number;
  /** `faint` where another curve is brought out. */
  readonly weight: 'normal' | 'strong' | 'faint';
}

export interface ChartContent {
  readonly data: Aligned;
  readonly series: readonly Series[];
  /** A value in words, on the axis and under the pointer. */
  readonly format: (value: number) => string;
  /** Whether points are marked: for curves of few values. */
  readonly points: boolean;
}

const height = 200;
const widths = { normal: 1.5, strong: 3, faint: 0.6 };

/** A drawing of curves on a canvas, in the theme's colours. Lives in `parent` until `destroy`. */
export class LineChart {
  private plot: uPlot | null = null;
  private content: ChartContent | null = null;
  private theme: ChartTheme | null = null;

  /** @param onPointer Called with the index of the step under the pointer, null where there is none. */
  constructor(
    private readonly parent: HTMLElement,
    private readonly onPointer: (index: number | null) => void,
  ) {}

  /** New values alone are put into the drawing that stands; other curves or colours make a new one. */
  draw(content: ChartContent, theme: ChartTheme): void {
    const same =
      this.theme === theme && JSON.stringify(this.content?.series) === JSON.stringify(content.series);
    this.content = content;
    this.theme = theme;
    if (this.plot && same) {
      this.plot.setData(plotData(content.data));
      return;
    }
    const pointer = this.pointer;
    this.plot?.destroy();
    this.plot = new uPlot(this.options(content, theme), plotData(content.data), this.parent);
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

  private options(content: ChartContent, theme: ChartTheme): uPlot.Options {
    const axis = {
      stroke: theme.text,
      font: theme.font,
      grid: { stroke: theme.grid, width: 0.5 },
      ticks: { show: false },
    };
    return {
      width: this.width(),
      height,
      legend: { show: false },
      // Zoom by dragging would be lost at the next snapshot.
      cursor: { drag: { x: false, y: false }, y: false },
      scales: { x: { time: false } },
      axes: [
        { ...axis, size: 26, gap: 4 },
        { ...axis, size: 44, gap: 4, values: (_, splits) => splits.map((value) => this.label(value)) },
      ],
      series: [{}, ...content.series.map((series) => this.seriesOptions(series, theme))],
      hooks: { setCursor: [(plot) => this.onPointer(plot.cursor.idx ?? null)] },
    };
  }

  private seriesOptions({ label, place, weight }: Series, theme: ChartTheme): uPlot.Series {
    const colour = theme.series[colourIndex(place)]!;
    return {
      label,
      stroke: colour,
      width: widths[weight],
      dash: [...dashOf(place)],
      alpha: weight === 'faint' ? 0.5 : 1,
      spanGaps: true,
      points: { show: this.content?.points ?? false, size: 4, fill: colour },
    };
  }

  private label(value: number): string {
    return this.content?.format(value).replace(/\.0$/, '') ?? '';
  }
}

function plotData({ steps, values }: Aligned): uPlot.AlignedData {
  return [[...steps], ...values.map((column) => [...column])];
}
