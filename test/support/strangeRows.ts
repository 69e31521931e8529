/** Embeddings that a score must be finite for: all equal, two of length 0, one alone. */
export const strangeRows: readonly number[][][] = [
  [
    [1, 0],
    [1, 0],
    [1, 0],
  ],
  [
    [0, 0],
    [0, 0],
    [1, 0],
  ],
  [[0, 1]],
];
