import { duration } from '../protocol/duration';
import type { Screen } from './movingLine';

const redrawAfter = 200; // ms
const clearLine = '\r\u001B[2K';

/** On a terminal, one line that says how far it is and how long it takes. */
export class SearchProgress {
  private drawnAt: number;
  private drawn = false;

  constructor(
    private readonly screen: Screen,
    private readonly since: number,
  ) {
    this.drawnAt = since;
  }

  draw(done: number): void {
    const now = performance.now();
    if (!this.screen.isTTY || now - this.drawnAt < redrawAfter) return;
    this.drawnAt = now;
    this.drawn = true;
    const left = ((now - this.since) / 1000) * (1 / done - 1);
    this.screen.write(`${clearLine}${(100 * done).toFixed(0)} %  ${duration(left)} left`);
  }

  clear(): void {
    if (this.drawn) this.screen.write(clearLine);
    this.drawn = false;
  }
}
