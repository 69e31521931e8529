/** Why an engine cannot start, with what to do about just that. */
export class Unavailable extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An engine that nobody put here: that it does not start surprises nobody. */
export class Absent extends Error {}
