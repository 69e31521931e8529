/** A key that is equal for equal plain values, whatever the order of their properties. */
export function stableKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableKey).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const parts = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${stableKey(inner)}`);
  return `{${parts.sort().join()}}`;
}
