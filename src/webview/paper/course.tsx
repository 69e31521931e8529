import type { Sparkline } from '../model/sparkline';
import { colourIndex, dashOf } from '../view/lineStyle';

const width = 96;
const height = 20;
/** Room for the line's own width. */
const margin = 2;

/** The course of a score as a small line. Its numbers stand in the results, beside a chart with axes. */
export function Course({ points, place }: { points: Sparkline; place: number }) {
  const at = (part: number, length: number) => (margin + part * (length - 2 * margin)).toFixed(1);
  return (
    <svg
      class={`course series-${colourIndex(place)}`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <polyline
        points={points.map(([x, y]) => `${at(x, width)},${at(y, height)}`).join(' ')}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linejoin="round"
        stroke-dasharray={dashOf(place).join(' ')}
      />
    </svg>
  );
}
