const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a sweep says to its runs to have them stop. */
export const stopMessage = 'stop';

/**
 * The first signal to end asks for a gentle stop. From then on the system's own way is back, so that the second one ends
 * the process at once, even in the middle of a long computation that would let no listener run.
 *
 * A sweep asks over the channel that it started this process with; where the channel breaks, the sweep is gone, and nobody
 * is left to look after the run.
 */
export function gentleStop(onStop: () => void): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const release = () => {
    for (const name of signals) process.off(name, listener);
    process.off('disconnect', listener).off('message', hear);
  };
  const listener = () => {
    release();
    controller.abort();
    onStop();
  };
  const hear = (message: unknown) => {
    if (message === stopMessage) listener();
  };
  for (const name of signals) process.on(name, listener);
  if (process.send) {
    process.on('disconnect', listener).on('message', hear);
    // Listening must not keep a run that has ended from going.
    process.channel?.unref();
    if (!process.connected) listener();
  }
  return { signal: controller.signal, release };
}
