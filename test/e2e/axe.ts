/** Axe on a page: what keeps people out is found by rule, not by luck. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** Fails with every violation in words. */
export async function assertAccessible(page: Page | Frame): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(
      await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    );
  }
  const { violations, passes } = await page.evaluate(examine);
  assert.ok(passes.length > 15, 'many rules were looked at');
  assert.deepEqual(violations.map(inWords), []);
}

/** Runs in the page. */
function examine(): Promise<AxeResults> {
  const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
  // A header that is a picture is named by its label, at which this rule does not look.
  const rules = { 'empty-table-header': { enabled: false } };
  return axe.run({ resultTypes: ['violations', 'passes'], rules });
}

function inWords({ id, impact, help, nodes }: AxeResults['violations'][number]): string {
  const places = nodes.map(({ target, any }) => `${target.join(' ')} (${any[0]?.message ?? ''})`);
  return `${impact}: ${id}, ${help}: ${places.join('; ')}`;
}
