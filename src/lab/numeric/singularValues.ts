import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * Singular values of rows [count, dimension], the largest first, as many as the smaller of both numbers: square roots of the
 * eigenvalues of the smaller of XᵀX and XXᵀ. Below 1e-8 of the largest they are lost in rounding.
 * Cost: count · dimension · smaller + smaller³.
 */
export function singularValues(rows: ArrayLike<number>, dimension: number): number[] {
  const count = rows.length / dimension;
  const products = count < dimension ? outer(rows, count, dimension) : inner(rows, count, dimension);
  return eigenvalues(products)
    .map((value) => Math.sqrt(Math.max(0, value)))
    .sort((a, b) => b - a);
}

/** Of a symmetric matrix, ascending. */
export function eigenvalues(symmetric: number[][]): number[] {
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(symmetric), { assumeSymmetric: true });
  return realEigenvalues.sort((a, b) => a - b);
}

/** XXᵀ */
function outer(x: ArrayLike<number>, count: number, dimension: number): number[][] {
  return Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += x[a * dimension + i]! * x[b * dimension + i]!;
      return sum;
    }),
  );
}

/** XᵀX */
function inner(x: ArrayLike<number>, count: number, dimension: number): number[][] {
  const sums = Array.from({ length: dimension }, () => new Float64Array(dimension));
  for (let row = 0; row < count; row++) {
    for (let a = 0; a < dimension; a++) {
      const value = x[row * dimension + a]!;
      const line = sums[a]!;
      for (let b = 0; b <= a; b++) line[b]! += value * x[row * dimension + b]!;
    }
  }
  return sums.map((_, a) => sums.map((_, b) => (b <= a ? sums[a]![b]! : sums[b]![a]!)));
}
