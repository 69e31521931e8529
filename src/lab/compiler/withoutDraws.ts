import { refusal } from './kernels/lowering';

/**
 * Computes f, and refuses every number that is drawn meanwhile without a seed, by TensorFlow.js or by whoever asks
 * Math.random: a program is recorded once, and would have the same numbers in each step.
 */
export function withoutDraws<T>(f: () => T): T {
  const { random } = Math;
  Math.random = refuse;
  try {
    return f();
  } finally {
    Math.random = random;
  }
}

function refuse(): never {
  throw refusal(
    `random numbers, drawn by ${drawer()},`,
    'they would be drawn once, and be the same in each step; let drawNoise draw them, so that they come in as noise',
  );
}

/** TensorFlow.js's operation that draws, as called from outside: it may stand on others. */
function drawer(): string {
  const operations = [...String(new Error().stack).matchAll(/ (?:Object\.)?(\w+)__op /g)];
  const name = operations.at(-1)?.[1];
  return name === undefined ? 'Math.random' : `tf.${name}`;
}
