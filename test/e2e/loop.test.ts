import { WorkbenchPage } from './workbench';

describe('The packaged extension in a workbench', function () {
  this.timeout(120_000);
  let workbench: WorkbenchPage;

  before(async () => {
    workbench = await WorkbenchPage.open();
  });

  after(() => workbench.close());

  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench.screenshot(`failed ${this.currentTest.title}`);
  });

  it('shows its icon in the activity bar', async () => {
    await workbench.activityIcon.click();
    await workbench.page.locator('.sidebar .composite.title', { hasText: 'Papers' }).waitFor();
    await workbench.screenshot('activity bar');
  });
});
