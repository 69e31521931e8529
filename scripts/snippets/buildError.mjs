/** A mistake in an idea's file that the message explains. */
export class BuildError extends Error {
  /** @override */
  name = 'BuildError';
}
