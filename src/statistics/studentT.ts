/**
 * Student's t distribution.
 *
 *     P(|T| > t) = I_x(ν/2, 1/2)    x = ν / (ν + t²)    I = the regularised incomplete beta function
 *
 * Relative error below 1e-10.
 */

/** How likely |T| is to exceed |t|. @param freedom degrees of freedom, above 0 */
export function studentTPValue(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? NaN : 0;
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 1 / 2);
}

/** Tables of many runs ask for the same few again and again. */
const criticalValues = new Map<string, number>();

/** The t that |T| exceeds with that probability. @param probability above 0, at most 1 */
export function studentTCriticalValue(probability: number, freedom: number): number {
  const key = `${probability} ${freedom}`;
  const value = criticalValues.get(key) ?? bisected(probability, freedom);
  criticalValues.set(key, value);
  return value;
}

function bisected(probability: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTPValue(high, freedom) > probability) [low, high] = [high, 2 * high];
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (studentTPValue(middle, freedom) > probability) low = middle;
    else high = middle;
  }
  return high;
}

/** I_x(a, b) by its continued fraction, on the side where that converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return Math.min(1, Math.max(0, x));
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFactor =
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x) - Math.log(a);
  return Math.exp(logFactor) * betaFraction(x, a, b);
}

/** Lentz's method: 1 / (1 + d₁ / (1 + d₂ / (1 + …))). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let [c, d] = [1, 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny)];
  let value = d;
  for (let m = 1; m < 1000; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / nonZero(1 + term * d, tiny);
      c = nonZero(1 + term / c, tiny);
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

const nonZero = (value: number, tiny: number) => (Math.abs(value) < tiny ? tiny : value);

/** log Γ(x), x > 0, by Stirling's series after a shift to x ≥ 10. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 10; y++) shift += Math.log(y);
  const s = 1 / (y * y);
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - shift;
}
