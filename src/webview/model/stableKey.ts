/** A key that is equal for equal plain values, whatever the order of their properties. */
export function stableKey(value: unknown): string {
  // Without lists in between: the page makes keys of thousands of configurations before its first paint.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (Array.isArray(value)) return `[${value.map(stableKey).join()}]`;
  let text = '';
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fields).sort())
    text += `${JSON.stringify(name)}:${stableKey(fields[name])},`;
  return `{${text}}`;
}
