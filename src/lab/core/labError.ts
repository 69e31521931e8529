/** A mistake of the user's that the message explains: shown as it is, without a stack trace. */
export class LabError extends Error {
  override readonly name = 'LabError';
}
