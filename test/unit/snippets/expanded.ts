/**
 * A snippet's body as the editor inserts it: tab stops filled with their defaults, or with `values` in their order.
 */
export function expanded(body: readonly string[], values: readonly string[] = []): string {
  const tabStop = /\\([\\$}])|\$\{(\d+):((?:\\.|[^}\\])*)\}/g;
  return body
    .join('\n')
    .replace(tabStop, (_, escaped?: string, number?: string, value?: string) =>
      escaped !== undefined ? escaped : (values[Number(number) - 1] ?? value!.replace(/\\(.)/g, '$1')),
    );
}
