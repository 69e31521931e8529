import { colourIndex, dashOf } from './lineStyle';

/** A piece of the line that a variant is drawn with. */
export function Swatch({ place }: { place: number }) {
  return (
    <svg
      class={`swatch series-${colourIndex(place)}`}
      viewBox="0 0 24 8"
      width="24"
      height="8"
      aria-hidden="true"
    >
      <path d="M0 4H24" stroke="currentColor" stroke-width="2" stroke-dasharray={dashOf(place).join(' ')} />
    </svg>
  );
}
