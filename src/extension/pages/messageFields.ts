/** A message of a page as far as it may be believed: its type, and short texts. */
export interface MessageFields {
  readonly type: unknown;
  /** The text under that key; null where there is none, or one too long to be ours. */
  text(key: string): string | null;
}

const longestText = 2000;

/** Null for what is no message at all. */
export function messageFields(raw: unknown): MessageFields | null {
  if (typeof raw !== 'object' || raw === null || !('type' in raw)) return null;
  return {
    type: raw.type,
    text(key) {
      const value: unknown = Reflect.get(raw, key);
      return typeof value === 'string' && value.length <= longestText ? value : null;
    },
  };
}
