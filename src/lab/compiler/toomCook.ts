/** Convolutions along one axis with fewer products: by values of polynomials at a few points (Toom and Cook). */

/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[];

export interface Axis {
  /** How many numbers there are, how many come out, and how many the filter has. */
  readonly length: number;
  readonly result: number;
  readonly taps: number;
  readonly stride: number;
  /** Margin of zeros before the first. */
  readonly before: number;
}

/** y = given · ((filter · w) ⊙ (taken · x)), where each product of a tile is with the same number of filter · w. */
export interface Algorithm {
  readonly products: number;
  readonly tiles: number;
  /** [products · tiles, length] */
  readonly taken: Matrix;
  /** [products, taps] */
  readonly filter: Matrix;
  /** [result, products · tiles] */
  readonly given: Matrix;
}

/** More results at once would need points so large that digits are lost. */
const mostResults = 4;

/** Beyond infinity, which is always one. Of points as simple, these lose the fewest digits. */
const points = [0, 1, -1, 2, -0.5];

/** An axis in tiles of at most `mostResults`, each by size + taps - 1 products, or by as many for each phase of a stride. */
export function along({ length, result, taps, stride, before }: Axis): Algorithm {
  const tiles = taps === 1 ? result : Math.ceil(result / mostResults);
  const size = Math.ceil(result / tiles);
  const tile = tileOf(size, taps, stride);
  const products = tile.filter.length;
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  const taken = tile.taken.flatMap((row) =>
    numbers(tiles).map((t) => numbers(length).map((at) => row[at + before - t * size * stride] ?? 0)),
  );
  const given = numbers(result).map((at) =>
    tile.given[at % size]!.flatMap((number) =>
      numbers(tiles).map((t) => (t === Math.floor(at / size) ? number : 0)),
    ),
  );
  return { products, tiles, taken, filter: tile.filter, given };
}

type Tile = Pick<Algorithm, 'taken' | 'filter' | 'given'>;

/** The taps of each phase of the stride meet the numbers of that phase. */
function tileOf(size: number, taps: number, stride: number): Tile {
  const phases = Array.from({ length: Math.min(stride, taps) }, (_, phase) => {
    const { taken, filter, given } = toomCook(size, Math.ceil((taps - phase) / stride));
    const apart = (row: readonly number[], length: number) =>
      Array.from({ length }, (_each, at) =>
        (at - phase) % stride === 0 ? (row[(at - phase) / stride] ?? 0) : 0,
      );
    return {
      taken: taken.map((row) => apart(row, (size - 1) * stride + taps)),
      filter: filter.map((row) => apart(row, taps)),
      given,
    };
  });
  return {
    taken: phases.flatMap(({ taken }) => taken),
    filter: phases.flatMap(({ filter }) => filter),
    given: Array.from({ length: size }, (_, at) => phases.flatMap(({ given }) => given[at]!)),
  };
}

/** `size` results of a filter of `taps`, by size + taps - 1 products. */
function toomCook(size: number, taps: number): Tile {
  const count = size + taps - 1;
  const ones = (length: number) => Array.from({ length }, () => 1);
  const unit = Array.from({ length: count }, (_, at) => ones(count).map((_one, to) => Number(at === to)));
  if (taps === 1) return { taken: unit, filter: ones(count).map((one) => [one]), given: unit };
  if (size === 1) return { taken: unit, filter: unit, given: [ones(count)] };
  const finite = points.slice(0, count - 1);
  const powers = (point: number, length: number) => Array.from({ length }, (_, power) => point ** power);
  // The last point is infinity, where a polynomial is its highest coefficient.
  const last = (length: number) => Array.from({ length }, (_, power) => Number(power === length - 1));
  const others = (point: number) => finite.filter((other) => other !== point);
  const values = [...finite.map((point) => powers(point, size)), last(size)];
  return {
    taken: [...finite.map((point) => [...withRoots(others(point)), 0]), withRoots(finite)],
    filter: [
      ...finite.map((point) => {
        const scale = others(point).reduce((product, other) => product * (point - other), 1);
        return powers(point, taps).map((power) => power / scale);
      }),
      last(taps),
    ],
    given: Array.from({ length: size }, (_, at) => values.map((row) => row[at]!)),
  };
}

/** Coefficients of the polynomial with these roots, the lowest first. */
function withRoots(roots: readonly number[]): number[] {
  return roots.reduce<number[]>(
    (polynomial, root) => [0, ...polynomial].map((each, at) => each - root * (polynomial[at] ?? 0)),
    [1],
  );
}
