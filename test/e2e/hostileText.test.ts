/** Hostile text in every place of our pages, under the extension's own policy, in a browser. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { poisoned } from '../fixtures/hostile/poisoned';
import { vectors } from '../fixtures/hostile/vectors';
import { circle, paperSnapshotOf } from '../fixtures/paperPage/snapshots';
import { galleryPart, originsPart, projectionPart } from '../fixtures/results/parts';
import { comparison, sentOf } from '../fixtures/results/snapshots';
import { ServedPages, type PageName, type ServedPage } from './servedPages';

/** Two runs and a curve: as many places for a text as many would have. */
const few = { rows: comparison.rows.slice(0, 2), curves: comparison.curves.slice(0, 1) };
/** What the extension sends, with `text` in every place; `all` of it, or without the pictures and points of a run. */
const poison: Readonly<Record<PageName, (text: string, all: boolean) => readonly [object, ...object[]]>> = {
  results: (text, all) => {
    const state = poisoned({ ...comparison, ...few }, text);
    return [...sentOf(state), ...(all ? poisonedParts(state.rows[0]!.id, text) : [])];
  },
  paper: (text) => [paperSnapshotOf(poisoned({ ...circle, ...few }, text))],
};

/** What is shown of one run besides: pictures of what queries find, the plane, how it was made. */
function poisonedParts(runId: string, text: string): object[] {
  const parts = [galleryPart(runId), projectionPart(runId), originsPart(runId)];
  return parts.map((part) => {
    const { kind, ...rest } = part;
    const origins = part.kind === 'origins' && {
      origins: part.origins.map((origin) => ({ ...poisoned(origin, text), runId })),
    };
    return { ...poisoned(rest, text), kind, runId, ...origins };
  });
}

describe('hostile text', () => {
  let pages: ServedPages;
  let served: ServedPage;
  /** What was asked of the network since the page was open. */
  let asked: string[];

  before(async () => {
    await mkdir('test/output/hostile', { recursive: true });
    pages = await ServedPages.start();
  });

  after(() => pages?.stop());

  afterEach(async () => {
    await served.assertClean();
    await served.close();
  });

  async function open(name: PageName): Promise<void> {
    served = await pages.open(name);
    asked = [];
    served.page.on('request', (request) => asked.push(request.url()));
    served.page.on('dialog', (dialog) => assert.fail(`a dialog: ${dialog.message()}`));
  }

  for (const name of Object.keys(poison) as PageName[]) {
    it(`does nothing on the page ${name}, whichever it is`, async () => {
      await open(name);
      for (const vector of vectors) {
        await served.post(...poison[name](vector, false));
        const found = await served.page.evaluate(inspect);
        assert.deepEqual(found, [], `after ${JSON.stringify(vector)}`);
        assert.deepEqual(served.problems, [], `after ${JSON.stringify(vector)}`);
      }
      assert.deepEqual(asked, [], 'nothing is loaded');
      assert.equal(await served.page.evaluate(() => location.pathname), '/', 'the page was not left');
    });

    it(`does nothing on the page ${name} where all of it comes at once, and every link is followed`, async () => {
      await open(name);
      await served.post(...poison[name](vectors.join('\n\n'), true));
      await followLinks(served.page);
      await served.page.evaluate((message) => window.postMessage(message), {
        type: 'error',
        message: vectors.join(' '),
      });
      await served.page.getByRole('alert').waitFor();
      assert.deepEqual(await served.page.evaluate(inspect), []);
      const opened = (await served.sent()).flatMap((message) =>
        message.type === 'openLink' ? [message.url] : [],
      );
      assert.ok(opened.length > 0, 'links of the web are opened');
      assert.deepEqual(
        opened.filter((url) => !/^https?:\/\//i.test(url)),
        [],
      );
      assert.deepEqual(asked, [], 'nothing is loaded');
      assert.equal(await served.page.evaluate(() => location.pathname), '/', 'the page was not left');
    });
  }
});

/** Clicks every link of the page, as a reader would, wherever it stands. */
async function followLinks(page: Page): Promise<void> {
  await page.locator('main a').evaluateAll((links) => {
    for (const link of links)
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  });
}

/** What stands in the page that must not: each in words. Runs in the page. */
function inspect(): string[] {
  const main = document.querySelector('main')!;
  const found: string[] = [];
  if (Reflect.get(window, 'broken') !== undefined) found.push('something ran');
  const active =
    'script,iframe,frame,object,embed,applet,base,meta,link,style,form,img,image,video,audio,source,use,foreignObject,animate,set,portal,template,annotation-xml,.markdown :is(input,button,textarea,select,svg)';
  for (const element of main.querySelectorAll(active)) found.push(`an element ${element.tagName}`);
  const addresses = ['href', 'src', 'srcdoc', 'action', 'formaction', 'xlink:href', 'data', 'poster'];
  for (const element of main.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`a handler ${name}`);
      if (addresses.includes(name) && !/^https?:\/\//i.test(value)) found.push(`an address ${name}=${value}`);
      const within = element.closest('.markdown') !== null && !element.matches('.markdown');
      if (within && ['style', 'id', 'name', 'class', 'mathcolor', 'mathbackground'].includes(name)) {
        found.push(`${name}=${value} in a text`);
      }
    }
  }
  if (getComputedStyle(document.querySelector('h1')!).display === 'none') found.push('a style');
  return found;
}
