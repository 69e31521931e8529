import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { nvidiaCards } from './device';

/** Makers of cards that compute, by their number on the PCI bus; the picture of a server's console is none of these. */
const makers: Readonly<Record<string, string>> = { '0x1002': 'AMD', '0x8086': 'Intel' };

/** The graphics cards of this machine as the system names them, found without loading a native library. */
export async function graphicsCards(): Promise<readonly string[]> {
  if (process.platform === 'darwin')
    return process.arch === 'arm64' ? [`${cpus()[0]!.model}, its graphics`] : [];
  if (process.platform === 'win32') return windowsCards();
  return [...(await nvidiaCards()), ...otherCards()];
}

/**
 * Cards that Linux's own drivers run, by maker and model number.
 * @param folder where the kernel lists them
 */
export function otherCards(folder = '/sys/class/drm'): string[] {
  if (!existsSync(folder)) return [];
  const cards = readdirSync(folder).filter((name) => /^card\d+$/.test(name));
  return cards.flatMap((name) => cardInWords(path.join(folder, name, 'device')));
}

/** None for a card of another maker, or for one without a number on the bus: a screen that the firmware has set up. */
function cardInWords(folder: string): string[] {
  try {
    const read = (file: string) => readFileSync(path.join(folder, file), 'utf8').trim();
    const maker = makers[read('vendor')];
    return maker === undefined ? [] : [`${maker} graphics ${read('device')}`];
  } catch {
    return [];
  }
}

async function windowsCards(): Promise<string[]> {
  const question = '(Get-CimInstance Win32_VideoController).Name';
  try {
    const { stdout } = await promisify(execFile)('powershell', ['-NoProfile', '-Command', question], {
      timeout: 10_000,
    });
    // Windows' own drivers draw the screen where no card does.
    return stdout.split(/\r?\n/).filter((name) => name !== '' && !/^Microsoft (Basic|Remote)/.test(name));
  } catch {
    return [];
  }
}
