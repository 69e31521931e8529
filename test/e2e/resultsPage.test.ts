/** The results page as a reader meets it: the built bundle under the real policy, in a browser. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { usualArrangement, type ResultsPart } from '../../src/protocol/results';
import { embeddingsPart, gallery, galleryPart, originsPart, projectionPart } from '../fixtures/results/parts';
import {
  bare,
  comparison,
  finishedRuns,
  hostile,
  paper,
  run,
  runningRun,
  scores,
  sentOf,
  sweep,
  type PageFixture,
} from '../fixtures/results/snapshots';
import { themes, type ThemeKind } from '../fixtures/results/themes';
import { pageSuite, themeKinds, type ServedPage } from './servedPages';

describe('results page', () => {
  const openPage = pageSuite('results');
  let served: ServedPage;
  let page: Page;

  async function open(theme?: ThemeKind, width?: number): Promise<void> {
    served = await openPage(theme, width);
    ({ page } = served);
  }

  const post = (fixture: PageFixture, ...parts: readonly ResultsPart[]) =>
    served.post(...sentOf(fixture), ...parts);
  const sent = async () => (await served.sent()).filter(({ type }) => type !== 'looking');
  const names = () => page.locator('.runs-table tbody .text').allTextContents();
  const group = (variant: string) => page.locator('.runs-table tr.group').filter({ hasText: variant });
  const unfold = (variant: string) => group(variant).press('ArrowRight');
  const line = (id: string) => page.locator(`[data-line="${id}"]`);
  const header = (column: string) => page.locator(`.runs-table th[data-column="${column}"]`);
  const text = (selector: string) => page.locator(selector).innerText();
  const shoot = (name: string) =>
    page.screenshot({ path: `test/output/results/${name}.png`, fullPage: true, animations: 'disabled' });

  /** A chart is drawn a moment after the rest of the page. */
  const drawnAnew = (which: 'first' | 'last', before: string) =>
    page.waitForFunction(
      ([at, old]) => [...document.querySelectorAll('canvas')].at(at)?.toDataURL() !== old,
      [which === 'first' ? 0 : -1, before] as const,
    );

  describe('a comparison', () => {
    for (const theme of themeKinds) {
      it(`is drawn in ${theme}`, async () => {
        await open(theme);
        await post(comparison);
        await unfold('circle');
        await unfold('triplet');
        assert.equal(await page.locator('.runs-table tbody tr.run').count(), comparison.rows.length);
        assert.equal(await page.locator('.uplot canvas').count(), 2);
        const drawn = await page.locator('canvas').first().evaluate(countColours);
        assert.ok(drawn > 3, `the curves are drawn in colours: ${drawn}`);
        await shoot(theme);
      });
    }

    it('fits a narrow and a wide editor', async () => {
      for (const width of [400, 700, 1600]) {
        await open('vscode-dark', width);
        await post(comparison);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(overflow, 0, `no sideways scrolling of the page at ${width}`);
        await shoot(`width-${width}`);
        if (width !== 1600) await page.context().close();
      }
    });

    it('shows means over seeds, the best in bold, and the untrained network', async () => {
      await open();
      await post(comparison);
      const groups = page.locator('.runs-table tr.group');
      assert.equal(await groups.count(), 2);
      const circle = await groups.nth(0).innerText();
      assert.match(circle, /71\.1 ± 1\.5/);
      assert.match(circle, /4\s+finished/);
      assert.match(circle, /1\s+running/);
      assert.equal(await groups.nth(0).locator('[data-column=seed]').innerText(), '4');
      assert.equal(await groups.nth(0).locator('strong').count(), 6);
      assert.equal(await groups.nth(1).locator('strong').count(), 0);
      assert.match(await page.locator('tr.reference').nth(0).innerText(), /untrained\s+17\.8 ± 1\.0/);
      assert.match(await page.locator('tr.reference').nth(1).innerText(), /raw pixels\s+12\.1/);
      assert.match(
        await text('.claim'),
        /Claim supported\. circle against triplet.*\+3\.9 ± 2\.7 over 4 seeds/,
      );
      assert.equal(await page.locator('tr.run strong').count(), 0);
    });

    it('marks what ran of an earlier version of the experiment', async () => {
      await open();
      const again = run({ id: 'again', codeHash: 'ab12cd34ef', fileHash: 'now' });
      await post({
        ...comparison,
        rows: [again, ...finishedRuns],
        current: { 'experiments/circle.ts': 'now' },
      });
      const lines = page.locator('.runs-table tbody tr');
      assert.match(await lines.nth(0).innerText(), /circle\s+seed 0\s+code ab12cd34/);
      assert.doesNotMatch(await lines.nth(0).innerText(), /stale/);
      assert.match(await lines.nth(1).innerText(), /circle\s+code 5f3c0a9e\s+stale[^]+± 1\.5/);
      assert.match(await text('.claim'), /^Claim supported, stale\.[^]+The experiment has changed since\./);
      await shoot('earlier-version');
    });

    it('says how far a running run is, and stops it', async () => {
      await open();
      await post(comparison);
      await unfold('circle');
      const running = line(runningRun.id);
      assert.match(
        await running.innerText(),
        /on validation so far: R@1 65\.0 at step 360[^]+running\s+62 %\s+Stop[^]+1 min 12 s left/,
      );
      await running.getByRole('button', { name: 'Stop circle, seed 4' }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'stop', runId: runningRun.id });
      assert.equal(await page.getByRole('button', { name: /^Stop/ }).count(), 1);
    });

    it('runs a variant, opens the experiment, a run folder and a link', async () => {
      await open();
      await post(comparison);
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'run', variant: null });
      await page.getByRole('combobox', { name: 'Variant to run' }).click();
      await page.getByRole('option', { name: 'contrastive' }).click();
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'run', variant: 'contrastive' });
      await page.getByRole('button', { name: 'Run 5 seeds' }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'runSeeds', variant: 'contrastive' });
      await page.getByRole('button', { name: 'Open experiment' }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'openExperiment' });
      await unfold('circle');
      await page.getByRole('button', { name: 'Open the folder of circle, seed 2' }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'openRunFolder', runId: 'circle-s2' });
      await page.getByRole('link', { name: 'PDF' }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'openLink', url: 'https://arxiv.org/pdf/2002.10857' });
      await page.locator('.markdown a').click();
      assert.deepEqual((await sent()).at(-1), { type: 'openLink', url: 'https://arxiv.org/abs/2002.10857' });
    });

    it('marks what is unverified and what cannot be compared', async () => {
      await open();
      await post(comparison);
      const rows = page.locator('.reported-table tbody tr');
      assert.equal(await rows.count(), 3);
      assert.doesNotMatch(await rows.nth(0).innerText(), /unverified/);
      assert.match(await rows.nth(2).innerText(), /unverified/);
      assert.equal(await rows.nth(2).locator('.badge-warning svg').count(), 1);
      const figures = page.locator('.runs-table tr.figure');
      assert.equal(await figures.count(), 3);
      assert.match(
        await figures.first().innerText(),
        /paper: CUB-200-2011\s+not comparable\s+66\.7[^]+Table 5 · not comparable: data, net, dim 512 vs 64; image size/,
      );
      assert.match(
        (await figures.first().locator('.badge').getAttribute('title')) ?? '',
        /^data CUB-200-2011, here omniglot\nnet BN-Inception, here conv4\ndim 512, here 64\n/,
      );
      assert.match(await figures.nth(2).innerText(), /unverified[^]+a later survey, unverified/);
      assert.match(await text('.reported'), /[Nn]ot comparable/);
      assert.match(await text('.reported'), /omniglot-small, conv4, dim 64/);
      assert.match(await rows.nth(2).innerText(), /R@10 90\.5, R@100 96\.1/);
    });

    it('sets the mathematics of the notes as MathML', async () => {
      await open();
      await post(comparison);
      assert.equal(await page.locator('.markdown math').count(), 5);
      assert.equal(await page.locator('.markdown math[display="block"]').count(), 1);
      assert.doesNotMatch(await text('.markdown'), /\$|\\gamma/);
    });
  });

  describe('sorting', () => {
    it('works by keyboard, through both directions and back', async () => {
      await open();
      await post(comparison);
      await unfold('circle');
      const asItCame = await names();
      await header('metric:R@1').locator('button').focus();
      await page.keyboard.press('Enter');
      assert.equal(await header('metric:R@1').getAttribute('aria-sort'), 'descending');
      assert.deepEqual(await scoresOf('circle'), ['72.1', '71.5', '71.1', '69.9']);
      await page.keyboard.press('Enter');
      assert.equal(await header('metric:R@1').getAttribute('aria-sort'), 'ascending');
      assert.deepEqual(await scoresOf('circle'), ['69.9', '71.1', '71.5', '72.1']);
      assert.equal((await names())[0], 'triplet, batch-hard');
      await page.keyboard.press('Space');
      assert.equal(await header('metric:R@1').getAttribute('aria-sort'), null);
      assert.deepEqual(await names(), asItCame);
    });

    async function scoresOf(variant: string): Promise<string[]> {
      const rows = page.locator(`.runs-table tr.run[data-line^="${variant}"]`);
      return rows.locator('[data-column="metric:R@1"]').allTextContents();
    }
  });

  describe('a live update', () => {
    const finished = run({ ...runningRun, state: 'finished', test: scores(0.9), selectedOn: 'validation' });
    const next: PageFixture = {
      ...comparison,
      rows: comparison.rows.map((row) => (row.id === finished.id ? finished : row)),
    };

    it('keeps focus, sort, selection, scroll and elements', async () => {
      await open('vscode-dark', 700);
      await post(comparison);
      await unfold('circle');
      await header('metric:R@1').locator('button').click();
      await line('circle-s4').click({ position: { x: 60, y: 10 } });
      await line('circle-s4').focus();
      await page.evaluate(() => window.scrollTo(0, 120));
      await page
        .locator('.table-scroll')
        .first()
        .evaluate((element) => element.scrollTo(60, 0));
      const before = await line('circle-s4').elementHandle();
      await post(next);
      assert.equal(
        await text('.runs-table tr.run:nth-child(2) [data-column="metric:R@1"]'),
        '90.0',
        'moved to the top',
      );
      assert.ok(await line('circle-s4').evaluate((element, old) => element === old, before));
      assert.equal(
        await page.evaluate(() => document.activeElement?.closest('tr')?.dataset['line']),
        'circle-s4',
      );
      assert.equal(await header('metric:R@1').getAttribute('aria-sort'), 'descending');
      assert.equal(await line('circle-s4').getAttribute('aria-selected'), 'true');
      assert.equal(await page.evaluate(() => window.scrollY), 120);
      assert.equal(
        await page
          .locator('.table-scroll')
          .first()
          .evaluate(({ scrollLeft }) => scrollLeft),
        60,
      );
    });

    it('keeps a selection of text in the notes', async () => {
      await open();
      await post(comparison);
      await page.locator('.markdown p').first().selectText();
      const before = await page.evaluate(() => getSelection()?.toString());
      await post(next);
      assert.ok(before);
      assert.equal(await page.evaluate(() => getSelection()?.toString()), before);
    });

    it('is announced', async () => {
      await open();
      await post(comparison);
      await post(next);
      assert.match(
        await page.locator('[role=status]').last().innerText(),
        /circle, seed 4: finished, R@1 90\.0/,
      );
    });

    it('shows an error beside the last snapshot until the next', async () => {
      await open();
      await post(comparison);
      await page.evaluate(() =>
        window.postMessage({ type: 'error', message: 'The run record is unreadable.' }),
      );
      await page.getByRole('alert').waitFor();
      assert.match(await text('[role=alert]'), /The run record is unreadable\./);
      assert.equal(await page.locator('.runs-table').count(), 1);
      await post(next);
      assert.equal(await page.getByRole('alert').count(), 0);
    });
  });

  it('keeps what the reader chose over a reload', async () => {
    await open('vscode-dark', 700);
    await post(comparison);
    await header('metric:MAP@R').locator('button').click();
    await unfold('triplet');
    await page.getByRole('checkbox', { name: 'Only differing columns' }).click();
    await page.getByRole('searchbox').fill('-failed');
    await page.getByRole('slider').fill('0.6');
    await page.getByRole('combobox', { name: 'Validation score drawn' }).click();
    await page.getByRole('option', { name: 'MAP@R' }).click();
    await page.getByRole('checkbox', { name: /contrastive/ }).click();
    await page.getByText('Curves as tables').click();
    await page.evaluate(() => window.scrollTo(0, 200));
    await page.waitForFunction(() => /"scroll":200/.test(sessionStorage.getItem('state') ?? ''));
    const saved = await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? ''));
    assert.match(saved.subject, /circle-loss.*experiments\/circle\.ts/);
    const changes = (await sent()).flatMap((message) => (message.type === 'arrange' ? message.change : []));
    const arrangement = Object.assign({ ...usualArrangement }, ...changes);
    assert.deepEqual(arrangement, {
      ...usualArrangement,
      ...{ differing: true, sort: { column: 'metric:MAP@R', descending: true } },
    });

    await page.reload();
    await page.waitForFunction(() => window.witness.sent.some(({ type }) => type === 'ready'));
    await post({ ...comparison, arrangement });
    assert.equal(await header('metric:MAP@R').getAttribute('aria-sort'), 'descending');
    assert.equal(await group('triplet').getAttribute('aria-expanded'), 'true');
    assert.equal(
      await page.getByRole('checkbox', { name: 'Only differing columns' }).getAttribute('aria-checked'),
      'true',
    );
    assert.equal(await page.getByRole('searchbox').inputValue(), '-failed');
    assert.equal(await line('triplet-s4').count(), 0);
    assert.equal(await page.getByRole('slider').inputValue(), '0.6');
    assert.equal(
      await page
        .getByRole('combobox', { name: 'Validation score drawn' })
        .evaluate((box) => Reflect.get(box, 'value')),
      'MAP@R',
    );
    await page.getByRole('figure', { name: /MAP@R on validation/ }).waitFor();
    assert.equal(
      await page.getByRole('checkbox', { name: /contrastive/ }).getAttribute('aria-checked'),
      'false',
    );
    assert.ok(await page.locator('.curve-table table').count());
    assert.equal(await page.evaluate(() => window.scrollY), 200);
  });

  it('begins at the top where it is turned to another paper', async () => {
    await open('vscode-dark', 700);
    await post(comparison);
    await group('circle').click({ position: { x: 60, y: 10 } });
    await header('time').locator('button').click();
    await page.evaluate(() => window.scrollTo(0, 300));
    await post({ ...comparison, paper: { ...paper, id: 'other' } });
    assert.equal(await page.evaluate(() => window.scrollY), 0);
    assert.equal(await page.locator('tr[aria-selected=true]').count(), 0);
    assert.equal(await header('time').getAttribute('aria-sort'), 'ascending');
  });

  it('does not fall over what an older page saved', async () => {
    await open();
    await page.evaluate(() =>
      sessionStorage.setItem(
        'state',
        JSON.stringify({ ui: { sort: 5, open: 'x', smoothing: 'much', tableTop: -3, layout: [] } }),
      ),
    );
    await page.reload();
    await page.waitForFunction(() => window.witness.sent.some(({ type }) => type === 'ready'));
    await post(comparison);
    assert.equal(await page.locator('.runs-table tr.group').count(), 2);
  });

  describe('curves', () => {
    it('can be walked over by keyboard and are spoken', async () => {
      await open();
      await post(comparison);
      const figure = page.getByRole('figure', { name: /R@1 on validation/ });
      await figure.focus();
      await page.keyboard.press('End');
      assert.match(await figure.locator('.readout').innerText(), /^Step 600\s+·\s+circle, seed 0: \d\d\.\d/);
      await page.keyboard.press('ArrowLeft');
      assert.match(await figure.locator('.readout').innerText(), /^Step 540/);
      await page.keyboard.press('Home');
      assert.match(await figure.locator('.readout').innerText(), /^Step 60/);
      await page.keyboard.press('Escape');
      assert.equal(await figure.locator('.readout').innerText(), '');
    });

    it('stand in a table as well', async () => {
      await open();
      await post(comparison);
      await page.getByText('Curves as tables').click();
      const table = page.getByRole('table', { name: /R@1 on validation/ });
      await table.waitFor();
      assert.equal(await table.locator('tbody tr').count(), 10);
      assert.equal(await table.locator('thead th').count(), 1 + comparison.curves.length);
      await page.getByText('Curves as tables').click();
      await table.waitFor({ state: 'detached' });
    });

    it('take the colours of a new theme', async () => {
      await open('vscode-dark');
      await post(comparison);
      const before = await page.locator('canvas').first().evaluate(pixels);
      await page.evaluate((variables) => {
        document.body.className = 'vscode-light';
        for (const [name, value] of Object.entries(variables)) {
          document.documentElement.style.setProperty(name, value);
        }
      }, themes['vscode-light']);
      await drawnAnew('first', before);
      await shoot('theme-changed');
    });

    it('grow with a live run and go with a hidden variant', async () => {
      await open();
      await post(comparison);
      const before = await page.locator('canvas').first().evaluate(pixels);
      await post({
        ...comparison,
        curves: comparison.curves.map((one) =>
          one.runId === 'circle-s4' ? { ...one, loss: [...one.loss, [374, 2.2] as const] } : one,
        ),
      });
      const grown = await page.locator('canvas').first().evaluate(pixels);
      assert.notEqual(grown, before);
      await page.getByRole('checkbox', { name: /triplet/ }).click();
      await drawnAnew('first', grown);
    });
  });

  describe('empty states', () => {
    it('say in words what there is not, and why nothing can be run', async () => {
      await open();
      await post(bare);
      const words = await text('main');
      assert.match(words, /No runs yet/);
      assert.match(words, /No curves yet/);
      assert.match(words, /There are no notes on this paper/);
      assert.match(words, /No figures of this paper are on record/);
      assert.match(words, /Running code needs a trusted workspace/);
      const button = page.getByRole('button', { name: 'Run', exact: true });
      assert.ok(await button.isDisabled());
      assert.equal(await page.getByRole('button', { name: 'Open experiment' }).isDisabled(), false);
      await shoot('empty');
    });

    it('an experiment without a paper shows no paper', async () => {
      await open();
      await post({ ...comparison, paper: null, title: 'experiments/circle.ts' });
      assert.equal(await text('h1'), 'experiments/circle.ts');
      assert.equal(await page.locator('.notes, .reported').count(), 0);
      await shoot('no-paper');
    });

    it('a page without an experiment cannot run or open one', async () => {
      await open();
      await post({ ...bare, canRun: true, experiment: null });
      assert.ok(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled());
      assert.ok(await page.getByRole('button', { name: 'Open experiment' }).isDisabled());
      assert.match(await text('header'), /No experiment of this paper exists yet/);
    });

    it('a message of another version is an error in words', async () => {
      await open();
      await page.evaluate(() => window.postMessage({ type: 'state', protocol: 99, state: {} }));
      await page.getByRole('alert').waitFor();
      assert.match(await text('[role=alert]'), /another version/);
    });
  });

  describe('hostile text', () => {
    it('is shown as text and neither runs nor loads nor styles', async () => {
      await open();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await post(hostile);
      await page
        .locator('.runs-table tbody tr')
        .first()
        .click({ position: { x: 60, y: 10 } });
      await page.getByText('Curves as tables').click();
      await page.evaluate((message) => window.postMessage(message), {
        type: 'error',
        message: hostile.title,
      });
      await page.getByRole('alert').waitFor();
      assert.equal(await page.evaluate(() => Reflect.get(window, 'broken')), undefined);
      assert.equal(await page.locator('main :is(img, script, iframe, style, object, form)').count(), 0);
      assert.equal(await page.locator('main [onerror], main [onload], .markdown [style]').count(), 0);
      const addresses = await page
        .locator('main a')
        .evaluateAll((links) => links.map((a) => a.getAttribute('href')));
      assert.deepEqual(
        addresses.filter((address) => address !== null && !address.startsWith('http')),
        [],
      );
      assert.match(await text('h1'), /<script>window\.broken=1<\/script>/);
      for (const link of await page.locator('.markdown a').all()) await link.click();
      assert.deepEqual(
        (await sent()).filter((message) => message.type === 'openLink' && !message.url.startsWith('http')),
        [],
      );
      assert.deepEqual(asked, []);
      assert.equal(await page.evaluate(() => location.pathname), '/');
      await shoot('hostile');
    });
  });

  describe('one run', () => {
    it('shows what its queries find, worst first, as a grid for the arrow keys', async () => {
      await open();
      await post(comparison, galleryPart('circle-s0'));
      const looks = (await served.sent()).flatMap((message) =>
        message.type === 'looking' ? [message.at] : [],
      );
      assert.equal(looks.at(-1)?.gallery, 'circle-s0', 'the first run that is scored');
      const grid = page.getByRole('grid');
      await page.waitForFunction(countInk, '.tile-query canvas');
      assert.equal(await grid.getByRole('row').count(), 6);
      assert.equal(await grid.locator('[tabindex="0"]').count(), 1, 'one stop of the Tab key');
      const first = grid.getByRole('row').first();
      assert.match(await first.getByRole('rowheader').innerText(), /AP 5\.0/);
      assert.match(await first.locator('.tile-wrong').first().innerText(), /✗\s*wrong\s*0\.95/);
      assert.match(await first.locator('.tile-right').first().innerText(), /✓\s*right\s*0\.80/);
      await shoot('gallery');
      await grid.locator('[tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      assert.equal(await focusedCell(), '1 6');
      await page.keyboard.press('ArrowRight');
      assert.equal(await focusedCell(), '1 6', 'there is no further one');
      await page.keyboard.press('PageDown');
      await page.keyboard.press('Home');
      assert.equal(await focusedCell(), '5 0');
      await page.getByRole('checkbox', { name: 'Wrong only' }).click();
      assert.equal(await grid.getAttribute('aria-rowcount'), '10');
      await page.getByRole('checkbox', { name: 'Wrong only' }).click();
      await page.getByRole('button', { name: 'More queries' }).click();
      await grid.getByRole('row').nth(29).waitFor();
    });

    it('says where its files are none, or not to be shown', async () => {
      await open();
      const none = { kind: 'gallery', runId: 'circle-s0', gallery: null, png: null } as const;
      await post(comparison, { ...none, problem: null });
      assert.match(await text('#run-part'), /This run has no pictures of its queries/);
      await post(comparison, { ...none, problem: 'gallery.json: not JSON' });
      assert.match(await text('#run-part'), /gallery\.json: not JSON/);
      await post(comparison, { ...none, problem: null, gallery, png: new Uint8Array([1, 2, 3]) });
      await page.getByText('gallery.png is no picture that can be shown.').waitFor();
    });

    it('shows its embeddings in the plane, their neighbours, and UMAP from a worker', async () => {
      await open();
      await post(comparison, galleryPart('circle-s0'), projectionPart('circle-s0'));
      await page.getByRole('tab', { name: 'Embeddings' }).click();
      const plane = page.getByRole('application', { name: /60 embeddings.*by principal components/ });
      await plane.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.match(await plane.locator('.readout').innerText(), /^character \d #\d+$/);
      const before = await plane.locator('canvas').evaluate(pixels);
      await page.keyboard.press('Enter');
      await page.getByText(/Looking for the neighbours/).waitFor();
      const asked = (await served.sent()).flatMap((message) =>
        message.type === 'looking' ? [message.at] : [],
      );
      assert.equal(asked.at(-1)?.embeddings, 'circle-s0');
      const worker = await readFile('dist/webview/umapWorker.js', 'utf8');
      await post(comparison, embeddingsPart('circle-s0', worker));
      assert.equal(await page.locator('.near li').count(), 10);
      assert.equal(await page.locator('.near li.right').count(), 10, 'the made-up classes lie apart');
      await shoot('plane');
      await page.getByRole('radio', { name: 'UMAP' }).check();
      await page.getByRole('application', { name: /by UMAP/ }).waitFor({ timeout: 20_000 });
      await shoot('umap');
      assert.notEqual(
        await plane.or(page.getByRole('application')).locator('canvas').evaluate(pixels),
        before,
      );
      await page.getByText('Points as a table').click();
      assert.equal(await page.getByRole('region', { name: 'Points' }).locator('tbody tr').count(), 60);
    });

    it('is compared with another in what differs, by keyboard', async () => {
      await open();
      await post(comparison);
      await group('circle').press('Enter');
      await group('triplet').press('Control+Enter');
      await page.getByRole('tab', { name: 'Nearest neighbours' }).press('ArrowLeft');
      await page.getByRole('tab', { name: 'Reproduce' }).press('ArrowLeft');
      assert.deepEqual(await page.locator('.configuration tbody tr').allInnerTexts(), [
        'variant\tcircle\ttriplet, batch-hard',
        'loss',
        'name\tcircle\ttriplet',
        'margin\t0.4\t–',
        'gamma\t80\t–',
        'mining\t–\tbatch-hard',
      ]);
      await shoot('configuration');
    });

    it('tells what it takes to make it again', async () => {
      await open();
      await post(comparison, originsPart('circle-s0'));
      await page.getByRole('tab', { name: 'Reproduce' }).click();
      assert.match(await text('#run-part'), /3f9a1c2, with changes that are not committed/);
      await page.getByRole('button', { name: 'Copy command' }).click();
      assert.deepEqual((await sent()).at(-1), {
        type: 'copy',
        text: 'metric-lab train experiments/circle.ts --variant circle --seed 0',
      });
      await page.getByRole('button', { name: 'Rerun' }).click();
      assert.deepEqual((await sent()).at(-1), { type: 'rerun', runId: 'circle-s0' });
      await shoot('reproduce');
    });

    const focusedCell = () => page.evaluate(() => document.activeElement?.getAttribute('data-cell'));
  });

  describe('the table', () => {
    it('holds variants against a baseline, pair by pair', async () => {
      await open();
      await post(comparison);
      await page.getByRole('combobox', { name: /Baseline/ }).click();
      await page.getByRole('option', { name: 'triplet, batch-hard' }).click();
      assert.equal((await names())[0], 'triplet, batch-hard');
      const cell = group('circle').locator('[data-column="metric:R@1"]');
      assert.match(await cell.innerText(), /71\.1 \+3\.9 ± 2\.7/);
      assert.match((await cell.locator('span').first().getAttribute('title')) ?? '', /paired over 4 seeds/);
      await shoot('baseline');
    });

    it('has the columns that the reader chooses, in the order and place chosen', async () => {
      await open();
      await post(comparison);
      const columns = () =>
        page
          .locator('.runs-table thead [data-column]')
          .evaluateAll((heads) => heads.map((head) => head.getAttribute('data-column')));
      await header('metric:R@2').locator('button').press('Alt+ArrowLeft');
      assert.deepEqual((await columns()).slice(1, 3), ['metric:R@2', 'metric:R@1']);
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('checkbox', { name: 'loss.margin' }).press('Space');
      await page.getByRole('button', { name: 'Keep Time in sight' }).click();
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('dialog').count(), 0);
      assert.equal((await columns())[1], 'time');
      assert.ok((await columns()).includes('setting:loss.margin'));
      await page.getByRole('checkbox', { name: 'Only differing columns' }).click();
      const differing = await columns();
      assert.ok(differing.includes('setting:loss.name') && !differing.includes('setting:data.name'));
      await shoot('columns');
    });

    it('is handed out as Markdown, LaTeX and CSV', async () => {
      await open();
      await post(comparison);
      const copied = async (name: string) => {
        await page.getByRole('button', { name: 'Copy or save' }).click();
        await page.getByRole('button', { name: `Copy as ${name}` }).click();
        const last = (await sent()).at(-1);
        return last?.type === 'copy' ? last.text : '';
      };
      assert.match(await copied('Markdown'), /\| circle \| \*\*71\.1 ± 1\.5\*\* \|/);
      assert.match(await copied('LaTeX (booktabs)'), /\\toprule[^]*circle & \\textbf\{71\.1 \$\\pm\$ 1\.5\}/);
      assert.match(await copied('CSV of every run'), /^Run,Variant,R@1/);
    });

    it('and the charts point at each other', async () => {
      await open();
      await post(comparison);
      const chart = page.getByRole('figure', { name: /R@1 on validation/ }).locator('.u-over');
      const before = await page.locator('canvas').last().evaluate(pixels);
      await group('triplet').hover();
      assert.notEqual(await page.locator('canvas').last().evaluate(pixels), before);
      for (let y = 10; y < 150; y += 10) await chart.hover({ position: { x: 200, y } });
      assert.equal(await page.locator('.runs-table tr.hovered').count(), 0, 'far below all curves');
      for (let y = 150; y > 0; y -= 10) {
        await chart.hover({ position: { x: 200, y } });
        if ((await page.locator('.runs-table tr.hovered').count()) > 0) return;
      }
      assert.fail('no line is brought out');
    });
  });

  it('hands out a chart as SVG and PNG', async () => {
    await open();
    await post(comparison);
    await page.getByRole('checkbox', { name: 'Mean over seeds' }).click();
    await shoot('mean-curves');
    await page.getByRole('button', { name: 'Save the chart of Training loss as SVG' }).click();
    const svg = (await sent()).at(-1);
    assert.ok(svg?.type === 'save' && svg.kind === 'svg' && svg.text.includes('circle'));
    await page.getByRole('button', { name: 'Save the chart of Training loss as PNG' }).click();
    await page.waitForFunction(() =>
      window.witness.sent.some((one) => one.type === 'save' && one.kind === 'png'),
    );
    const png = (await sent()).at(-1);
    assert.ok(png?.type === 'save');
    const picture = Buffer.from(png.text, 'base64');
    assert.equal(picture.toString('latin1', 1, 4), 'PNG');
    await writeFile('test/output/results/chart.png', picture);
  });

  describe('ten thousand runs', () => {
    it('draw what is in view, are sorted as a whole, and are walked by keyboard', async () => {
      await open();
      const many = sweep(10_000);
      await post(many);
      const table = page.getByRole('treegrid');
      assert.equal(await table.getAttribute('aria-rowcount'), '2003');
      assert.ok((await page.locator('.runs-table tbody tr').count()) < 80);
      await header('variant').locator('button').click();
      await header('variant').locator('button').click();
      assert.equal((await names())[0], 'variant 1999');
      await shoot('many');
      await page.locator('.runs-table tbody tr[data-line]').first().focus();
      await page.keyboard.press('End');
      await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('variant 0'));
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex')),
        '2001',
        'the last before the lines that runs are held against',
      );
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('seed'));
      await page.keyboard.press('Home');
      await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('variant 1999'));
      await post({ ...many, rows: many.rows.slice(0, 10) });
      assert.deepEqual(
        await names(),
        [
          'variant 1',
          'variant 0',
          ...Array.from({ length: 5 }, (_, i) => `seed ${i}`),
          ...['untrained', 'raw pixels'],
        ].slice(0, 7),
      );
    });
  });

  it('brings out the selected run and shows where the focus is', async () => {
    await open();
    await post(comparison);
    const before = await page.locator('canvas').last().evaluate(pixels);
    await unfold('circle');
    await group('circle').press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await drawnAnew('last', before);
    assert.match((await line('circle-s1').getAttribute('class')) ?? '', /selected/);
    const focused = page.locator(':focus-visible');
    assert.equal(await focused.getAttribute('data-line'), 'circle-s1');
    assert.notEqual(
      await focused
        .locator('td')
        .first()
        .evaluate((cell) => getComputedStyle(cell).boxShadow),
      'none',
    );
    await page.keyboard.press('Tab');
    assert.equal(await focused.getAttribute('aria-label'), 'Open the folder of circle, seed 1');
    await page
      .locator('.table-scroll')
      .first()
      .evaluate((element) => element.scrollTo(1000, 0));
    await shoot('selected');
  });

  it('shows settings where runs of one variant differ in them', async () => {
    await open();
    const [first] = finishedRuns;
    const other = { ...first!.config, loss: { name: 'circle', options: { margin: 0.25, gamma: 80 } } };
    await post({
      ...comparison,
      paper,
      rows: [first!, run({ id: 'other', config: other })],
      curves: [],
    });
    const words = await text('.runs-table');
    assert.match(words, /loss\.margin 0\.4/);
    assert.match(words, /loss\.margin 0\.25/);
  });
});

function countColours(canvas: HTMLElement | SVGElement): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const data = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
  const colours = new Set<number>();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] === 255) colours.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
  }
  return colours.size;
}

function pixels(canvas: HTMLElement | SVGElement): string {
  return (canvas as HTMLCanvasElement).toDataURL();
}

/** In the page: whether something dark is drawn on a canvas. */
function countInk(selector: string): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>(selector);
  const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  return data.some((value, at) => at % 4 === 3 && value > 0 && data[at - 1]! < 64);
}
