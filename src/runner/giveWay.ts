import os from 'node:os';

/** Where each wants the same core, a third of what another process gets; Windows has classes in place of shares. */
export const gentle = process.platform === 'win32' ? os.constants.priority.PRIORITY_BELOW_NORMAL : 5;

/**
 * Where METRIC_LAB_BACKGROUND is set, as the editor does, this process takes the processor when others leave it: training must not make
 * typing slow. Its threads and processes begin as it is, so it comes first of all.
 */
export function giveWay(): void {
  if (!process.env['METRIC_LAB_BACKGROUND'] || os.getPriority() >= gentle) return;
  try {
    os.setPriority(gentle);
  } catch {
    // A system that does not allow it trains all the same.
  }
}
