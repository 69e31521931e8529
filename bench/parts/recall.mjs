/** Recall at 1, 10, 100 and 1000, of embeddings of 512 numbers that are queries and gallery at once. */
const dimension = 512;
const float = 4;

/** @type {(options: { items: number }) => import('./compare.mjs').Case[]} */
export function recall({ items }) {
  return [
    {
      name: `Recall@1,10,100,1000 of ${items}x${dimension}`,
      question: { case: 'recall', items },
      // Each pair once: the matrix of products is symmetric. The embeddings are read once, nothing of size is written.
      floor: { operations: items * (items + 1) * dimension, bytes: float * items * dimension },
      tolerance: 1e-4,
    },
  ];
}
