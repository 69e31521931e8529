/**
 * `npm run fuzz [-- COUNT [FIRST]]`: reads mutated documents, a million unless told, and stops at the first that breaks a law.
 * FIRST is the number of the first document: of a failure, to see it again.
 */
import { parseSummary } from '../../src/literature/parseSummary';
import type { Summary } from '../../src/literature/summary';
import { mutated, seeds } from './mutatedSummary';
import { checkSummary } from './summaryLaws';

/** No document of this size may take longer, ms of processor time. */
const longest = 50;

const count = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(count) || count < 1) {
  console.error(`fuzz: ${process.argv[2]} is no number of documents`);
  process.exit(2);
}
const first = Number(process.argv[3] ?? 0);
const documents = seeds();
let slowest = 0;
for (let number = first; number < first + count; number += 1) {
  const text = mutated(documents, 2, number);
  const { summary, took } = read(number, text);
  try {
    checkSummary(text, summary);
  } catch (error) {
    console.error(`document ${number}: ${JSON.stringify(text)}`);
    throw error;
  }
  slowest = Math.max(slowest, took);
  if (took > longest) {
    console.error(`document ${number} took ${took.toFixed(1)} ms: ${JSON.stringify(text)}`);
    process.exit(1);
  }
  if ((number + 1) % 100_000 === 0) console.log(`${number + 1} read`);
}
console.log(`${count} documents read, none broke a law; the slowest took ${slowest.toFixed(1)} ms`);

/** A document's summary, and the milliseconds that it took by the clock; of the processor, the least of three, where that is long. */
function read(number: number, text: string): { summary: Summary; took: number } {
  try {
    const start = performance.now();
    const summary = parseSummary(text);
    const took = performance.now() - start;
    return { summary, took: took > longest ? Math.min(...[1, 2, 3].map(() => processorTime(text))) : took };
  } catch (error) {
    console.error(`document ${number}: ${JSON.stringify(text)}`);
    throw error;
  }
}

function processorTime(text: string): number {
  const since = process.cpuUsage();
  parseSummary(text);
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
