import { gentleStop } from '../gentleStop';
import type { SweepProgress } from './sweepProgress';

/**
 * The first signal asks for a gentle stop; the second one ends all runs and this process at once.
 * @param kill ends all runs
 */
export function untilStopped(
  kill: () => void,
  progress: Pick<SweepProgress, 'line'>,
): { signal: AbortSignal; release(): void } {
  const hard = () => {
    kill();
    process.exit(130);
  };
  const stop = gentleStop(() => {
    progress.line('stopping all runs after their step, with checkpoints; once more to stop at once');
    // This process computes nothing, so that a listener is always heard.
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, hard);
  });
  const release = () => {
    stop.release();
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, hard);
  };
  return { signal: stop.signal, release };
}
