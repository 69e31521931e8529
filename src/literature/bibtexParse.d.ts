/** What we use of the package: its parser alone, which keeps each value's kind. It ships without types. */
declare module 'bibtex-parse' {
  export interface Value {
    readonly datatype: 'quoted' | 'braced' | 'number' | 'identifier' | 'concatinate' | 'null' | 'unenclosed';
    readonly value: string | readonly Value[] | null;
    /** As it stands in the text. */
    readonly raw: string;
  }

  export interface Field extends Value {
    readonly name: string;
  }

  export type Item =
    | { readonly itemtype: 'preamble' | 'comment' }
    | (Field & { readonly itemtype: 'string' })
    | {
        readonly itemtype: 'entry';
        readonly type: string;
        readonly key: string | null;
        readonly fields: readonly Field[];
      };

  /** @throws an error of its own on a text that its grammar refuses */
  export function parse(text: string, options: { readonly number: 'string' }): readonly Item[];
}
