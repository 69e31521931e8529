import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { LabError } from '../lab/core/labError';

/** A user's file as it runs: in one piece with its imports, under its own name. */
export class UserCode {
  private readonly sourceMap: SourceMap;
  /** What `explain` has made: it may be asked again on the way up. */
  private readonly explained = new WeakSet<Error>();

  /**
   * @param file absolute path
   * @param map source map of the piece, JSON, with paths from the file's folder
   */
  constructor(
    private readonly file: string,
    map: string,
  ) {
    this.sourceMap = new SourceMap(JSON.parse(map) as SourceMapPayload);
  }

  /**
   * An error as its reader needs it: one that passed through the user's code becomes a message that begins with the place
   * there, as the user wrote it. All others come back as they are.
   */
  explain(error: unknown): unknown {
    if (!(error instanceof Error)) return new LabError(`${this.file}: threw ${String(error)}`);
    const place = this.explained.has(error) ? undefined : this.placeOf(error);
    if (!place) return error;
    const what = error instanceof LabError ? error.message : `${error.name}: ${error.message}`;
    const explained = new LabError(`${place}: ${what}`, { cause: error });
    this.explained.add(explained);
    return explained;
  }

  /** `file:line:column` of the innermost frame in the user's code, of the error or of what caused it. */
  private placeOf({ stack, cause }: Error): string | undefined {
    const frame = stack?.split('\n').find((line) => line.includes(`${this.file}:`));
    const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame ?? '') ?? [];
    if (!line || !column) return cause instanceof Error ? this.placeOf(cause) : undefined;
    const entry = this.sourceMap.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return this.file;
    const source = path.resolve(path.dirname(this.file), entry.originalSource);
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  }
}
