/** The page of a paper: the built bundle under the real policy, in a browser. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { printedPage } from '../../src/extension/paperPage/printedPage';
import type { PaperPageState } from '../../src/protocol/paperPage';
import { circle, full, paperSnapshotOf, unknown } from '../fixtures/paperPage/snapshots';
import { finishedRuns, sweep } from '../fixtures/results/snapshots';
import type { ThemeKind } from '../fixtures/results/themes';
import { pageSuite, themeKinds, type ServedPage } from './servedPages';

describe('paper page', () => {
  const openPage = pageSuite('paper');
  let served: ServedPage;

  async function open(theme?: ThemeKind, width?: number): Promise<void> {
    served = await openPage(theme, width);
  }

  const post = (state: PaperPageState) => served.post(paperSnapshotOf(state));
  const text = (selector: string) => served.page.locator(selector).innerText();
  const last = async () => (await served.sent()).at(-1);
  const click = (name: string) => served.page.getByRole('button', { name, exact: true }).click();
  const shoot = (name: string) =>
    served.page.screenshot({
      path: `test/output/paper/${name}.png`,
      fullPage: true,
      animations: 'disabled',
    });

  for (const theme of themeKinds) {
    it(`is drawn in ${theme}`, async () => {
      await open(theme);
      await post(circle);
      assert.equal(await text('h1'), circle.paper.title);
      assert.equal(await served.page.locator('.own-runs-table tbody tr').count(), 5);
      assert.equal(await served.page.locator('.course polyline').count(), 3);
      await shoot(theme);
    });
  }

  it('fits a narrow and a wide editor', async () => {
    for (const width of [480, 700, 1600]) {
      await open('vscode-dark', width);
      await post(circle);
      const overflow = await served.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0, `no sideways scrolling of the page at ${width}`);
      await shoot(`width-${width}`);
      if (width !== 1600) await served.close();
    }
  });

  it('says of each figure what keeps it from being compared, where that differs', async () => {
    await open('vscode-dark', 1300);
    await post(full);
    const figures = served.page.locator('.reported-table tbody tr');
    assert.equal(await figures.count(), full.paper.reported.length);
    assert.match(
      await figures.nth(0).innerText(),
      /not comparable: data, net, dim 512 vs 64, image size; selection not stated/,
    );
    assert.match(
      await figures.nth(3).innerText(),
      /not comparable: data, net, image size; dim and selection/,
    );
    await shoot('full');
  });

  it('says what our runs say of the claim, and what the library saw, each named as such', async () => {
    await open();
    await post(circle);
    const claim = await text('.claim');
    assert.match(claim, /^Claim supported\./);
    assert.match(claim, /R@1: \+3\.9 ± 2\.7 over 4 seeds \(paired t, 95 %\)/);
    assert.match(claim, /omniglot-small, conv4, dim 64/);
    const recorded = await text('.recorded');
    assert.match(recorded, /^In the library’s own runs: claim supported: .* \+5\.0 ± 1\.8 over 5 seeds/);
    assert.match(recorded, /300 steps, seeds 0, 1, 2, 3, 4, on onnx-cpu \(.*metric-lab train/s);
  });

  it('shows means with intervals and seeds, and the figures of the paper beside them', async () => {
    await open();
    await post(circle);
    const row = (name: string) => served.page.locator('.own-runs-table tr').filter({ hasText: name });
    assert.match(await row('circle').innerText(), /1 run going, 62 % done\s+71\.1 ± 1\.5.*\s4\s*$/s);
    assert.equal(await row('circle').locator('strong').count(), 6);
    assert.equal(await row('triplet').locator('strong').count(), 0);
    assert.match(await row('untrained').innerText(), /17\.8 ± 1\.0/);
    assert.match(await text('.own-runs .section-head'), /experiments\/circle\.ts/);
    const figures = served.page.locator('.reported-table tbody tr');
    assert.match(await figures.nth(0).innerText(), /CUB-200-2011.*66\.7.*\+4\.4.*Table 5/s);
    assert.match(await figures.nth(1).innerText(), /CARS196.*83\.4.*−12\.3/s);
    assert.match(await figures.nth(2).innerText(), /unverified/);
    assert.match(
      await text('.reported'),
      /not comparable: data, net, dim 512 vs 64; image size and selection not stated/,
    );
    assert.match(await text('.protocol'), /Batch\s+16 classes × 5/);
  });

  it('sets the mathematics of the notes, and of the reader’s own', async () => {
    await open();
    await post(circle);
    assert.ok((await served.page.locator('.notes math').count()) > 10);
    assert.equal(await served.page.locator('.own-notes math').count(), 1);
    assert.doesNotMatch(await text('.notes'), /\$|\\gamma/);
  });

  it('sends what its buttons and links are for', async () => {
    await open();
    await post(circle);
    const sends = async (name: string, message: object) => {
      await click(name);
      assert.deepEqual(await last(), message);
    };
    await sends('Run 5 seeds', { type: 'runSeeds' });
    await sends('Run', { type: 'run' });
    await sends('Insert loss', { type: 'insertIdea', ideaId: 'loss/circle' });
    await sends('Insert loss circle', { type: 'insertIdea', ideaId: 'loss/circle' });
    await sends('Open experiment', { type: 'newExperiment' });
    await sends('BibTeX', { type: 'copyBibtex' });
    await sends('Results', { type: 'showResults' });
    await sends('Open my notes', { type: 'openMyNotes' });
    await sends('Triplet', { type: 'openPaper', paperId: 'triplet-facenet-semihard' });
    await sends('Star', { type: 'setStarred', starred: false });
    await served.page.getByRole('combobox', { name: 'Reading status' }).click();
    await served.page.getByRole('option', { name: 'to read' }).click();
    assert.deepEqual(await last(), { type: 'setStatus', status: 'to read' });
    await served.page.getByRole('link', { name: 'PDF' }).click();
    assert.deepEqual(await last(), { type: 'openLink', url: 'https://arxiv.org/pdf/2002.10857' });
  });

  it('hands the comparison over as LaTeX and as Markdown', async () => {
    await open();
    await post(circle);
    await click('Copy as LaTeX');
    const latex = await last();
    assert.ok(latex?.type === 'copyTable' && latex.format === 'latex');
    assert.match(latex.text, /\\toprule\n {4}Method & Data & Net & Dim & R@1 & .*Seeds & Source \\\\/);
    assert.match(latex.text, /circle & omniglot-small & conv4 & 64 & \\textbf\{71\.1 \$\\pm\$ 1\.5\} &/);
    assert.match(
      latex.text,
      /Circle & SOP & BN-Inception & 512 & 78\.3 & .*a later survey; unverified; not comp/,
    );
    await click('Save as Markdown…');
    const saved = await last();
    assert.ok(saved?.type === 'saveTable' && saved.format === 'markdown');
    assert.match(saved.text, /\| circle \| omniglot-small \| conv4 \| 64 \| \*\*71\.1 ± 1\.5\*\* \|/);
  });

  it('hands itself over to be printed, without what can be pressed', async () => {
    await open();
    await post(circle);
    await click('Save for print…');
    const saved = await last();
    assert.ok(saved?.type === 'savePage');
    assert.match(saved.html, /<h1>Circle Loss/);
    assert.match(saved.html, /<math/);
    assert.match(saved.html, /CosFace, also known as AM-Softmax/);
    assert.doesNotMatch(saved.html, /<button|<vscode-|Loading|tabindex/);
    const style = await readFile('dist/webview/paper.css', 'utf8');
    const page = await served.page.context().newPage();
    await page.setContent(printedPage({ title: circle.paper.title, html: saved.html, style }));
    assert.equal(await page.locator('.own-runs-table tbody tr').count(), 5);
    await page.screenshot({ path: 'test/output/paper/saved.png', fullPage: true });
  });

  it('follows the reader’s marks, and keeps a selection of text in the notes', async () => {
    await open();
    await post(circle);
    await served.page.locator('.notes .markdown p').first().selectText();
    const selected = await served.page.evaluate(() => getSelection()?.toString());
    await post({ ...circle, marks: { status: null, starred: false, tags: [] } });
    assert.equal(
      await served.page.getByRole('button', { name: 'Star', exact: true }).getAttribute('aria-pressed'),
      'false',
    );
    const status = served.page.getByRole('combobox', { name: 'Reading status' });
    assert.equal(await status.evaluate((box) => Reflect.get(box, 'value')), '');
    assert.ok(selected);
    assert.equal(await served.page.evaluate(() => getSelection()?.toString()), selected);
  });

  it('announces a run that ends', async () => {
    await open();
    await post(circle);
    const rows = circle.rows.map((row) =>
      row.state === 'running' ? { ...finishedRuns[0]!, id: row.id } : row,
    );
    await post({ ...circle, rows });
    assert.match(await served.page.locator('[role=status]').last().innerText(), /circle, seed 0: finished/);
  });

  it('begins at the top with another paper, and comes back to where it was after a reload', async () => {
    await open('vscode-dark', 700);
    await post(circle);
    await served.page.evaluate(() => window.scrollTo(0, 300));
    await served.page.waitForFunction(() => /"scroll":300/.test(sessionStorage.getItem('state') ?? ''));
    await served.page.reload();
    await served.page.waitForFunction(() => window.witness.sent.some(({ type }) => type === 'ready'));
    await post(circle);
    assert.equal(await served.page.evaluate(() => window.scrollY), 300);
    await post({ ...circle, paper: { ...circle.paper, id: 'other' } });
    assert.equal(await served.page.evaluate(() => window.scrollY), 0);
  });

  it('says what there is not, and why nothing can be run', async () => {
    await open();
    await post(unknown);
    const words = await text('main');
    assert.match(words, /None yet\. Run the experiment/);
    assert.match(words, /No figures of this paper are on record/);
    assert.match(words, /There are no notes on this paper/);
    assert.match(words, /Running code needs a trusted workspace/);
    assert.ok(await served.page.getByRole('button', { name: 'Run', exact: true }).isDisabled());
    assert.ok(await served.page.getByRole('button', { name: 'Run 5 seeds' }).isDisabled());
    assert.equal(await served.page.locator('.related, .ideas, .claim, .recorded').count(), 0);
    await shoot('unknown');
    await post({ ...unknown, experiment: null });
    assert.equal(await served.page.getByRole('button', { name: 'Run', exact: true }).count(), 0);
    await served.page.evaluate(() => window.postMessage({ type: 'error', message: 'It is gone.' }));
    assert.match(await text('[role=alert]'), /It is gone\./);
  });

  it('takes ten thousand runs, and shows the newest variants', async () => {
    await open();
    const { rows } = sweep(10_000);
    await post({ ...circle, rows, curves: [] });
    assert.equal(await served.page.locator('.own-runs-table tbody tr').count(), 32);
    assert.match(await text('.own-runs'), /1,970 older variants are in the results/);
  });

  it('is one column on paper, without what can be pressed', async () => {
    await open();
    await post(circle);
    await served.page.emulateMedia({ media: 'print' });
    assert.equal(await served.page.locator('vscode-button:visible, .exports:visible').count(), 0);
    const [left, right] = await served.page.locator('.columns > *').all();
    assert.equal((await left!.boundingBox())!.x, (await right!.boundingBox())!.x);
    await shoot('print');
  });
});
