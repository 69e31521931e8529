/** Our pages before axe, in the four kinds of theme: what keeps people out is found by rule, not by luck. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { circle, paperSnapshotOf, unknown } from '../fixtures/paperPage/snapshots';
import { galleryPart, originsPart, projectionPart } from '../fixtures/results/parts';
import { bare, comparison, sentOf } from '../fixtures/results/snapshots';
import { ServedPages, themeKinds, type PageName } from './servedPages';

/** The run of which everything is shown. */
const looked = 'circle-s0';

/** What the extension sends, for each of several states. */
const snapshots: Readonly<Record<PageName, readonly (readonly [object, ...object[]])[]>> = {
  results: [
    [...sentOf(comparison), galleryPart(looked), projectionPart(looked), originsPart(looked)],
    sentOf(bare),
  ],
  paper: [[paperSnapshotOf(circle)], [paperSnapshotOf(unknown)]],
};

describe('accessibility', () => {
  let pages: ServedPages;
  let axe: string;

  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    pages = await ServedPages.start();
  });

  after(() => pages?.stop());

  for (const name of Object.keys(snapshots) as PageName[]) {
    for (const theme of themeKinds) {
      it(`of the page ${name} has no violation in ${theme}`, async () => {
        const served = await pages.open(name, theme);
        await served.page.evaluate(axe);
        for (const snapshot of snapshots[name]) {
          await served.post(...snapshot);
          await assertAccessible(served.page);
          const embeddings = served.page.getByRole('tab', { name: 'Embeddings' });
          if ((await embeddings.count()) === 0) continue;
          await embeddings.click();
          await served.page.getByRole('application').waitFor();
          await assertAccessible(served.page);
        }
        await served.close();
      });
    }
  }
});

async function assertAccessible(page: Page): Promise<void> {
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
