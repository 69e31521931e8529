/** Hashes of experiments' files as they are now, by their names in the records; without those that are gone. */
export type FileHashes = Readonly<Record<string, string>>;

/**
 * Whether an experiment has changed since it ran. Of a file that is gone nothing can be said.
 * @param fileHash as recorded (src/runs/fileHash.ts); null in records of early versions
 */
export function isStale(experiment: string, fileHash: string | null, current: FileHashes): boolean {
  const now = current[experiment];
  return now !== undefined && now !== fileHash;
}
