/** Our pages before axe, in the four kinds of theme. */
import { circle, paperSnapshotOf, unknown } from '../fixtures/paperPage/snapshots';
import { galleryPart, originsPart, projectionPart } from '../fixtures/results/parts';
import { bare, comparison, sentOf } from '../fixtures/results/snapshots';
import { assertAccessible } from './axe';
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

  before(async () => {
    pages = await ServedPages.start();
  });

  after(() => pages?.stop());

  for (const name of Object.keys(snapshots) as PageName[]) {
    for (const theme of themeKinds) {
      it(`of the page ${name} has no violation in ${theme}`, async () => {
        const served = await pages.open(name, theme);
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
