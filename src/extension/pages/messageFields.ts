/** A message of a page as far as it may be believed: its type, and what is of the kind that is asked for. */
export interface MessageFields {
  readonly type: unknown;
  /** The text under that key; null where there is none, or one too long to be ours. @param longest default 2,000 characters */
  text(key: string, longest?: number): string | null;
  /** The texts under that key, without those that are too long to be ours. @param most how many are looked at */
  texts(key: string, most: number): readonly string[];
  /** The message under that key; null where there is none. */
  fields(key: string): MessageFields | null;
  /** Whether there is anything under that key. */
  has(key: string): boolean;
  /** True where the key holds `true`. */
  flag(key: string): boolean;
}

const longestText = 2000;

/** Null for what is no message at all. */
export function messageFields(raw: unknown): MessageFields | null {
  return typeof raw === 'object' && raw !== null && 'type' in raw ? fieldsOf(raw) : null;
}

/** The same of any object, such as a saved one. */
export function fieldsOf(raw: object): MessageFields {
  const isText = (value: unknown, longest: number): value is string =>
    typeof value === 'string' && value.length <= longest;
  return {
    type: Reflect.get(raw, 'type'),
    text(key, longest = longestText) {
      const value: unknown = Reflect.get(raw, key);
      return isText(value, longest) ? value : null;
    },
    texts(key, most) {
      const value: unknown = Reflect.get(raw, key);
      if (!Array.isArray(value)) return [];
      return value.slice(0, most).filter((text): text is string => isText(text, longestText));
    },
    fields(key) {
      const value: unknown = Reflect.get(raw, key);
      return typeof value === 'object' && value !== null ? fieldsOf(value) : null;
    },
    has: (key) => Reflect.has(raw, key),
    flag: (key) => Reflect.get(raw, key) === true,
  };
}
