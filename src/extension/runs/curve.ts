import type { RunEvent } from '../../protocol/run';
import type { Curve } from '../../protocol/results';

/** Most points of a loss curve: a screen shows no more. */
const mostPoints = 1000;

/** The course of a run from its events. A long loss curve is thinned; validation scores all stay. */
export function curveOf(runId: string, events: readonly RunEvent[]): Curve {
  const loss: (readonly [number, number])[] = [];
  const validation: Record<string, (readonly [number, number])[]> = {};
  for (const event of events) {
    if (event.type === 'step') loss.push([event.step, event.loss]);
    if (event.type === 'evaluation' && event.split === 'validation') {
      for (const [name, value] of Object.entries(event.metrics))
        (validation[name] ??= []).push([event.step, value]);
    }
  }
  return { runId, loss: thinned(loss), validation };
}

/** Every n-th point and the last. */
function thinned<T>(points: readonly T[]): readonly T[] {
  const every = Math.ceil(points.length / mostPoints);
  return every <= 1 ? points : points.filter((_, index) => (points.length - 1 - index) % every === 0);
}
