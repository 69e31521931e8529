/** A chart as a picture for a paper: on white, in colours that the colour-blind tell apart, each line with its own dash. */
import type { Drawing } from './drawnCurves';

export interface ChartPicture {
  readonly title: string;
  readonly data: Drawing;
  readonly lines: readonly {
    readonly label: string;
    readonly place: number;
    readonly dash: readonly number[];
  }[];
  /** What is drawn, with its unit. */
  readonly axis: string;
  readonly format: (value: number) => string;
  readonly log: boolean;
}

/** Okabe and Ito's colours, without the yellow that vanishes on white. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'];

const width = 640;
const plot = { left: 64, top: 36, width: 556, height: 280 };
const legendLine = 18;

/** CSS pixels of the picture that `chartSvg` makes. */
export function pictureSize({ lines }: Pick<ChartPicture, 'lines'>): {
  readonly width: number;
  readonly height: number;
} {
  return { width, height: plot.top + plot.height + 40 + legendLine * lines.length };
}

export function chartSvg(picture: ChartPicture): string {
  const { title, data, lines, axis: axisName, format, log } = picture;
  const { height } = pictureSize(picture);
  const x = axis(data.steps, plot.left, plot.left + plot.width, false);
  const values = [
    ...data.values,
    ...data.bands.flatMap((band) => (band ? [band.low, band.high] : [])),
  ].flat();
  const known = values.filter((value): value is number => value !== null && (!log || value > 0));
  const y = axis(known, plot.top + plot.height, plot.top, log);
  const bottom = plot.top + plot.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${plot.left}" y="20" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...y.ticks.flatMap((value) => [
      `<path d="M${plot.left} ${round(y.at(value))}H${plot.left + plot.width}" stroke="#dddddd" fill="none"/>`,
      `<text x="${plot.left - 6}" y="${round(y.at(value) + 4)}" text-anchor="end">${escaped(format(value))}</text>`,
    ]),
    ...x.ticks.map(
      (value) => `<text x="${round(x.at(value))}" y="${bottom + 18}" text-anchor="middle">${value}</text>`,
    ),
    `<text x="${plot.left + plot.width}" y="${bottom + 34}" text-anchor="end">step</text>`,
    `<text transform="translate(14 ${plot.top + plot.height / 2}) rotate(-90)" text-anchor="middle">${escaped(axisName)}</text>`,
    ...data.bands.flatMap((band, index) => {
      if (!band) return [];
      const colour = colourOf(lines[index]!.place);
      return [
        `<path d="${area(data.steps, band.low, band.high, x, y)}" fill="${colour}" fill-opacity="0.15"/>`,
      ];
    }),
    ...lines.map(({ place, dash }, index) => {
      const d = path(data.steps, data.values[index]!, x, y);
      return `<path d="${d}" stroke="${colourOf(place)}" stroke-width="1.5" fill="none"${dashed(dash)}/>`;
    }),
    ...lines.flatMap(({ label, place, dash }, index) => {
      const top = bottom + 40 + legendLine * index;
      return [
        `<path d="M${plot.left} ${top}h28" stroke="${colourOf(place)}" stroke-width="1.5" fill="none"${dashed(dash)}/>`,
        `<text x="${plot.left + 36}" y="${top + 4}">${escaped(label)}</text>`,
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

interface Axis {
  readonly ticks: readonly number[];
  readonly at: (value: number) => number;
}

function axis(values: readonly number[], from: number, to: number, log: boolean): Axis {
  const scale = log ? Math.log10 : (value: number) => value;
  const low = values.reduce((least, value) => Math.min(least, scale(value)), Infinity);
  const high = values.reduce((most, value) => Math.max(most, scale(value)), -Infinity);
  if (!Number.isFinite(low)) return { ticks: [], at: () => from };
  const span = high - low || 1;
  const at = (value: number) => from + ((scale(value) - low) / span) * (to - from);
  return { ticks: log ? powers(low, high) : roundValues(low, high), at };
}

/** Four to nine round values within the range. */
function roundValues(low: number, high: number): number[] {
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough)!;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** Powers of ten, with 2 and 5 times them where there would be fewer than three. */
function powers(low: number, high: number): number[] {
  const whole = Array.from(
    { length: Math.ceil(high) - Math.floor(low) + 1 },
    (_, index) => Math.floor(low) + index,
  );
  const inside = (value: number) => Math.log10(value) >= low && Math.log10(value) <= high;
  const tens = whole.map((exponent) => 10 ** exponent).filter(inside);
  if (tens.length >= 3) return tens;
  return whole.flatMap((exponent) => [1, 2, 5].map((factor) => factor * 10 ** exponent)).filter(inside);
}

/** A line that leaves out steps without a value. */
function path(steps: readonly number[], values: readonly (number | null)[], x: Axis, y: Axis): string {
  const points = placed(steps, values, x, y);
  return points.length === 0 ? 'M0 0' : `M${points.join('L')}`;
}

function area(
  steps: readonly number[],
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  x: Axis,
  y: Axis,
): string {
  const outline = [...placed(steps, low, x, y), ...placed(steps, high, x, y).reverse()];
  return outline.length === 0 ? 'M0 0' : `M${outline.join('L')}Z`;
}

function placed(steps: readonly number[], values: readonly (number | null)[], x: Axis, y: Axis): string[] {
  return steps.flatMap((step, index) => {
    const value = values[index] ?? null;
    const top = value === null ? NaN : y.at(value);
    return Number.isFinite(top) ? [`${round(x.at(step))} ${round(top)}`] : [];
  });
}

const round = (value: number) => Math.round(100 * value) / 100;
const colourOf = (place: number) => colours[place % colours.length]!;
const dashed = (dash: readonly number[]) => (dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '');

/** Without what XML does not allow, and nothing in it is markup. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
