/** What a pool is tried on. */
export type Pooling = readonly [
  shape: number[],
  size: number | [number, number],
  strides: number,
  pad: 'same' | 'valid' | number,
];

export const poolings: readonly Pooling[] = [
  [[2, 8, 8, 3], 2, 2, 'valid'],
  [[2, 7, 5, 3], 2, 2, 'valid'],
  [[2, 7, 5, 3], 2, 2, 'same'],
  [[1, 9, 9, 2], 3, 2, 'same'],
  [[1, 1, 1, 1], 1, 1, 'same'],
  [[1, 6, 6, 2], 3, 1, 'valid'],
  [[2, 6, 9, 1], [2, 3], 2, 'valid'],
  [[2, 7, 8, 2], 3, 2, 1],
  [[2, 5, 6, 1], 2, 3, 'same'],
];
