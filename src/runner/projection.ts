import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { unitRows } from '../lab/core/unitRows';
import type { ImageSet } from '../lab/datasets/dataset';
import type { Embedded } from '../lab/numeric/embedded';
import type { Projection } from '../protocol/run';
import { encodeSafetensors } from '../runs/safetensors';

const mostPoints = 2000;

/**
 * Embeddings in the plane of their two principal components, each row brought to length 1 first, as retrieval by cosine sees it.
 * Of more than 2,000 items some at equal steps. An axis points to where its largest loading is positive.
 */
export function projectionOf(
  set: ImageSet,
  { embeddings, dimension }: Embedded,
): { readonly projection: Projection; readonly safetensors: Uint8Array } {
  const count = Math.min(mostPoints, set.labels.length);
  const items = Array.from({ length: count }, (_, at) => Math.floor((at * set.labels.length) / count));
  const rows = new Float32Array(count * dimension);
  items.forEach((item, at) =>
    rows.set(embeddings.subarray(item * dimension, (item + 1) * dimension), at * dimension),
  );
  const { points, explained } = principalPlane(unitRows(rows, dimension), dimension);
  const labels = items.map((item) => set.labels[item]!);
  const present = [...new Set(labels)].sort((a, b) => a - b);
  const place = new Map(present.map((label, at) => [label, at]));
  const shape = [count, dimension];
  return {
    projection: {
      ...{ schema: 1, explained, points, items },
      labels: labels.map((label) => place.get(label)!),
      classNames: present.map((label) => set.classNames[label]!),
    },
    safetensors: encodeSafetensors({
      tensors: { embeddings: { dtype: 'float32', shape, values: rows } },
      metadata: {},
    }),
  };
}

/** Where rows lie along their two principal components, and the share of the variance that each holds. */
function principalPlane(rows: Float32Array, dimension: number): Pick<Projection, 'points' | 'explained'> {
  const centred = Matrix.from1DArray(rows.length / dimension, dimension, rows).center('column');
  const wide = centred.rows < dimension;
  // The smaller of the two products: both have the same eigenvalues that are not 0.
  const products = wide ? centred.mmul(centred.transpose()) : centred.transpose().mmul(centred);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products, {
    assumeSymmetric: true,
  });
  const values = realEigenvalues.map((value) => Math.max(0, value));
  const total = values.reduce((sum, value) => sum + value, 0);
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!);
  const axes = [0, 1].map((at) => {
    const column = order[at];
    if (column === undefined) return { share: 0, along: new Array<number>(centred.rows).fill(0) };
    const vector = Matrix.columnVector(eigenvectorMatrix.getColumn(column));
    const loadings = (wide ? centred.transpose().mmul(vector) : vector).to1DArray();
    const sign = Math.sign(
      loadings.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0),
    );
    const along = wide ? vector.mul(Math.sqrt(values[column]!)) : centred.mmul(vector);
    return { share: total === 0 ? 0 : values[column]! / total, along: along.mul(sign).to1DArray() };
  });
  const [x, y] = axes as [(typeof axes)[0], (typeof axes)[0]];
  return {
    explained: [x.share, y.share],
    points: x.along.map((value, at) => [value, y.along[at]!] as const),
  };
}
