/** A file of the library that cannot be used. The message names the file, the key and the value; shown without a stack. */
export class LiteratureError extends Error {
  override readonly name = 'LiteratureError';
}
