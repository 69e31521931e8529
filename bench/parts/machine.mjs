import { median } from './statistics.mjs';

/** How many bytes a second this process reads and writes when it copies memory too large for any cache. */
export function copyBandwidth() {
  const from = new Float64Array(2 ** 23).fill(1); // 64 MiB
  const to = new Float64Array(from.length);
  const seconds = Array.from({ length: 7 }, () => {
    const since = performance.now();
    to.set(from);
    return (performance.now() - since) / 1000;
  });
  return (2 * from.byteLength) / median(seconds);
}
