/** What the extension says to any of its pages, and any of them to it. Neither vscode nor DOM here. */

export const protocolVersion = 1;

/** A page is always sent all that it shows: one that was hidden has missed nothing. */
export type ToPage<State, Part = never> =
  | { readonly type: 'state'; readonly protocol: typeof protocolVersion; readonly state: State }
  /** What the page asked for besides, as far as its own protocol has such parts. */
  | { readonly type: 'part'; readonly part: Part }
  | { readonly type: 'error'; readonly message: string };

/** What every page may say; what a page says besides stands in its own protocol. */
export type FromAnyPage =
  /** The page listens now; the extension answers with `state`. */
  { readonly type: 'ready' } | { readonly type: 'openLink'; readonly url: string };
