import { LabError } from '../core/labError';

/** Labelled embeddings on the host. */
export interface Embedded {
  /** float32, row-major [count, dimension] */
  readonly embeddings: Float32Array;
  readonly dimension: number;
  /** One per row. */
  readonly labels: ArrayLike<number>;
}

/**
 * @param who the function that was called, and which of its inputs
 * @param dimension that the rows must have
 * @throws LabError where there are no rows, sizes do not fit, or a number is not finite
 */
export function checkEmbedded(
  who: string,
  { embeddings, dimension, labels }: Embedded,
  wanted = dimension,
): void {
  const rows = labels.length;
  if (rows === 0) throw new LabError(`${who} is empty`);
  if (dimension !== wanted || embeddings.length !== rows * dimension) {
    throw new LabError(
      `${who} must be ${rows} embeddings of ${wanted} numbers; got ${embeddings.length} numbers of dimension ${dimension}`,
    );
  }
  if (!allFinite(embeddings)) {
    const broken = embeddings.findIndex((value) => !Number.isFinite(value));
    throw new LabError(
      `${who} has ${embeddings[broken]} in row ${Math.floor(broken / dimension)}; every number must be finite`,
    );
  }
}

/** Zero times whatever is not finite is none. Four sums, so that a processor need not wait for each addition. */
function allFinite(values: Float32Array): boolean {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < values.length; i += 4) {
    first += 0 * values[i]!;
    second += 0 * values[i + 1]!;
    third += 0 * values[i + 2]!;
    fourth += 0 * values[i + 3]!;
  }
  for (; i < values.length; i++) first += 0 * values[i]!;
  return first + second + third + fourth === 0;
}

/** The rows of each label. */
export function rowsByLabel({ labels }: Embedded): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const found = rows.get(labels[row]!);
    if (found) found.push(row);
    else rows.set(labels[row]!, [row]);
  }
  return rows;
}
