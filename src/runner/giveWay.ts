import os from 'node:os';

const { PRIORITY_BELOW_NORMAL } = os.constants.priority;

/**
 * Where METRIC_LAB_BACKGROUND is set, as the editor does, this process takes the processor when others leave it: training must not make
 * typing slow. Its threads and processes begin as it is, so it comes first of all.
 */
export function giveWay(): void {
  if (!process.env['METRIC_LAB_BACKGROUND'] || os.getPriority() >= PRIORITY_BELOW_NORMAL) return;
  try {
    os.setPriority(PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that does not allow it trains all the same.
  }
}
