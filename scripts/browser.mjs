/** The browser in which the tests look at a workbench. */
import { chromium as driver } from 'playwright-core';
import { chromium as executablePath } from './setup.mjs';

/** Starts a browser without a window. The caller closes it. */
export function launchBrowser() {
  return driver.launch({
    executablePath,
    args: [
      // Chromium refuses to run as root inside its sandbox.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
