import os from 'node:os';
import type { Observer } from './state';

/** This machine, now. */
export function thisMachine(): Observer {
  const now = Date.now();
  return { host: os.hostname(), now, bootedAt: now - os.uptime() * 1000, isAlive };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
