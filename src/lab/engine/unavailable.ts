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
