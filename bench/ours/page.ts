/**
 * How fast the results page is with many runs, in a browser: `page.js RUNS ROUNDS` prints its figures as JSON. Times are in
 * milliseconds, from what the reader does until the next frame is drawn.
 */
import type { Page } from 'playwright-core';
import { packRows } from '../../src/protocol/packedRows';
import { ServedPages, type ServedPage } from '../../test/e2e/servedPages';
import { curve, run, sweep } from '../../test/fixtures/results/snapshots';
import { median } from '../parts/statistics.mjs';

const [runs = 10_000, rounds = 5] = process.argv.slice(2).map(Number);

/** Many variants over five seeds, and one run that goes on. */
const many = sweep(runs - 1);
const live = run({
  ...{ id: 'live', variant: 'variant 0', seed: 9, state: 'running', step: 100, test: null, untrained: null },
  ...{ pixels: null, selectedOn: null, secondsLeft: 60 },
});
const whole = { ...many, rows: [live, ...many.rows] };
const curves = {
  kind: 'curves',
  curves: many.rows.slice(0, 40).map(({ id }, at) => curve(id, 2000, 0.7, at)),
};

let bytes = 0;
const figures = new Map<string, number[]>();
const pages = await ServedPages.start();
try {
  for (let round = 0; round < rounds; round++) await look();
} finally {
  await pages.stop();
}
const cases = [...figures].map(([name, values]) => ({
  name,
  median: median(values),
  most: Math.max(...values),
}));
console.log(
  JSON.stringify({
    runs: whole.rows.length,
    variants: new Set(whole.rows.map((row) => row.variant)).size,
    bytes,
    cases,
  }),
);

async function look(): Promise<void> {
  const begun = performance.now();
  const settled = { version: 'first', rows: packRows(many.rows) };
  const { rows: _, curves: __, ...head } = many;
  const first = JSON.stringify({ ...head, settled, live: packRows([live]) });
  note('extension: pack and write the first snapshot', performance.now() - begun);
  bytes = first.length;
  const served = await pages.open('results');
  const { page } = served;
  note('first paint', await delivered(page, first));
  note('curves of eight variants', await part(page));
  for (const column of ['metric:R@1', 'variant', 'time']) {
    note(
      `sort by ${column.replace('metric:', '')}`,
      await pressed(page, `th[data-column="${column}"] button`),
    );
  }
  note('unfold a variant', await pressed(page, 'tr.group .twisty'));
  note('select a run', await pressed(page, 'tr.run.nested'));
  note('filter, a letter more', await typed(page));
  note('only differing columns', await pressed(page, '.toolbar vscode-checkbox'));
  const next = { ...head, settled: { ...settled, rows: null }, live: packRows([{ ...live, step: 200 }]) };
  note('a live run goes on', await delivered(page, JSON.stringify(next)));
  await scrolled(served);
  await served.close();
}

function note(name: string, milliseconds: number): void {
  figures.set(name, [...(figures.get(name) ?? []), milliseconds]);
}

/** From the message's text to the frame in which it is drawn. */
function delivered(page: Page, state: string): Promise<number> {
  return posted(page, `{"type":"state","protocol":1,"state":${state}}`);
}

function part(page: Page): Promise<number> {
  return posted(page, JSON.stringify({ type: 'part', part: curves }));
}

function posted(page: Page, message: string): Promise<number> {
  return page.evaluate(
    (text) =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        const drawn = () => resolve(performance.now() - from);
        addEventListener('message', () => requestAnimationFrame(() => setTimeout(drawn)), { once: true });
        window.postMessage(JSON.parse(text));
      }),
    message,
  );
}

function pressed(page: Page, selector: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const from = performance.now();
    document.querySelector<HTMLElement>(wanted)!.click();
    await new Promise<void>((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return performance.now() - from;
  }, selector);
}

function typed(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('.filter')!;
    const from = performance.now();
    input.value = 'variant R@1>50';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await new Promise<void>((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return performance.now() - from;
  });
}

/** Twenty jumps through the whole table. */
async function scrolled({ page }: ServedPage): Promise<void> {
  const frames = await page.evaluate(async () => {
    const scroller = document.querySelector('.table-scroll.long')!;
    const times: number[] = [];
    for (let at = 1; at <= 20; at++) {
      const from = performance.now();
      scroller.scrollTop = (at * scroller.scrollHeight) / 21;
      await new Promise<void>((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      times.push(performance.now() - from);
    }
    return times;
  });
  note('scroll, a jump', median(frames));
}
