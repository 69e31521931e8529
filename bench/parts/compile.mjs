/** The first steps of trainings, which are compiled when they are first taken. */

/** @type {() => import('./compare.mjs').Case[]} */
export function compile() {
  return ['conv4', 'mlp', 'resnet18'].map((name) => ({
    name,
    question: { case: name },
    floor: { operations: 0, bytes: 0 },
  }));
}

/** @type {(results: readonly import('./compare.mjs').Result[]) => string} */
export function compileTable(results) {
  return results
    .map(({ name, ours: { value } }) => {
      const parts = Object.entries(typeof value === 'object' ? value : {});
      return `  ${name}: ${parts.map(([part, number]) => `${part} ${number.toFixed(0)}`).join(', ')}`;
    })
    .join('\n');
}
