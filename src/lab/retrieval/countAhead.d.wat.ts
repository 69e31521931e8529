/** What `countAhead.wat` exports; it says what the arguments are. */
export function instantiate(): {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly countAhead: (
    ...arguments_: readonly [
      ...tile: [products: number, height: number, width: number],
      ...rows: [low: number, high: number, offset: number, counts: number],
      ...columns: [low: number, high: number, offset: number, counts: number],
      doubts: number,
    ]
  ) => number;
};
