/**
 * How long a document of many papers takes: `npm run bench -- parse`. Called with `SHAPE PAPERS CALLS`, in a process of its own, it
 * prints what the calls took: the parser's alone, or, with `join`, the way of the Papers view, in slices and joined with the library.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { inSlices } from '../../src/extension/inSlices';
import { collectSummaries } from '../../src/extension/papers/paper';
import { paperMatcher } from '../../src/literature/match';
import { parseSummary, readSummary } from '../../src/literature/parseSummary';
import { readLibrary } from '../../src/literature/readLibrary';
import { longSummary, shapes } from './longSummaries';

/** Reads a text, and says how many papers it holds. */
type Reader = (text: string) => Promise<number>;

const count = (sections: readonly { readonly papers: readonly unknown[] }[]): number =>
  sections.reduce((sum, { papers }) => sum + papers.length, 0);

const parsed: Reader = async (text) => count(parseSummary(text).sections);

async function joined(): Promise<Reader> {
  const library = await readLibrary('library');
  return async (text) => {
    const summary = await inSlices(readSummary(text));
    const collection = collectSummaries([{ document: 'bench', summary }], paperMatcher(library));
    return count((await inSlices(collection)).sections);
  };
}

async function main([shape = '', papers, calls, way]: readonly string[]): Promise<void> {
  const text = longSummary(shapes[shape]!, Number(papers));
  const read = way === 'join' ? await joined() : parsed;
  const turns = monitorEventLoopDelay({ resolution: 1 });
  turns.enable();
  const took = [];
  let found = 0;
  for (let call = 0; call < Number(calls); call += 1) {
    const [since, used] = [performance.now(), process.cpuUsage()];
    found = await read(text);
    const { user, system } = process.cpuUsage(used);
    took.push({ ms: performance.now() - since, processor: (user + system) / 1000 });
  }
  turns.disable();
  console.log(JSON.stringify({ found, kilobytes: text.length / 1000, took, longestTurn: turns.max / 1e6 }));
}

void main(process.argv.slice(2));
