/**
 * How a variant is drawn, in the chart and as the mark beside its name. Colour and dash change together, so that no
 * two of the first six are told apart by colour alone.
 */
const dashes: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 3],
  [10, 3, 2, 3],
  [12, 4],
  [6, 3, 2, 3, 2, 3],
];

/** Theme colours of the series, in order. */
export const seriesColours: readonly string[] = [
  '--vscode-charts-blue',
  '--vscode-charts-yellow',
  '--vscode-charts-green',
  '--vscode-charts-purple',
  '--vscode-charts-red',
  '--vscode-charts-orange',
];

export function colourIndex(place: number): number {
  return place % seriesColours.length;
}

/** Lengths of dash and gap in CSS pixels; empty for a solid line. */
export function dashOf(place: number): readonly number[] {
  // The second six take the next dash, so that a colour that comes again is another line.
  return dashes[(place + Math.floor(place / seriesColours.length)) % dashes.length]!;
}
