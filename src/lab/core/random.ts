import { unsafeUniformIntDistribution, xoroshiro128plus, type RandomGenerator } from 'pure-rand';

/** A stream of random numbers. Passed as an argument everywhere: the lab has no generator of its own. */
export interface Random {
  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number;
  /** Uniform integer in [0, below). */
  integer(below: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
}

/**
 * The stream that belongs to a seed and a path of names, such as `random(3, 'sampler', 12)`.
 * Every path has a stream of its own, so a run that goes on at step 12 needs no stored generator state.
 */
export function random(seed: number, ...path: readonly (string | number)[]): Random {
  return new Xoroshiro(xoroshiro128plus(hash([seed, ...path].join('/'))));
}

/** A fresh array with the items of `items` in random order (Fisher-Yates). */
export function shuffled<T>(items: Iterable<T>, rng: Random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = rng.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

class Xoroshiro implements Random {
  constructor(private readonly generator: RandomGenerator) {}

  uniform(): number {
    return (this.generator.unsafeNext() >>> 0) / 2 ** 32;
  }

  integer(below: number): number {
    return unsafeUniformIntDistribution(0, below - 1, this.generator);
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

/**
 * FNV-1a over the text's UTF-16 units, then MurmurHash3's finaliser: without it the streams of `.../12` and `.../13` would
 * begin alike. 32 bits, the same on every machine.
 */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) | 0;
}
