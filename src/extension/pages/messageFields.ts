/** A message of a page as far as it may be believed: its type, and what is of the kind that is asked for. */
export interface MessageFields {
  readonly type: unknown;
  /** The text under that key; null where there is none, or one too long to be ours. */
  text(key: string, longest?: number): string | null;
  /** True where the key holds `true`. */
  flag(key: string): boolean;
}

/** Null for what is no message at all. */
export function messageFields(raw: unknown): MessageFields | null {
  if (typeof raw !== 'object' || raw === null || !('type' in raw)) return null;
  return {
    type: raw.type,
    text(key, longest = 2000) {
      const value: unknown = Reflect.get(raw, key);
      return typeof value === 'string' && value.length <= longest ? value : null;
    },
    flag: (key) => Reflect.get(raw, key) === true,
  };
}
