const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first signal to end asks for a gentle stop. From then on the system's own way is back, so that the second one ends
 * the process at once, even in the middle of a long computation that would let no listener run.
 */
export function gentleStop(onStop: () => void): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const release = () => {
    for (const name of signals) process.off(name, listener);
  };
  const listener = () => {
    release();
    controller.abort();
    onStop();
  };
  for (const name of signals) process.on(name, listener);
  return { signal: controller.signal, release };
}
