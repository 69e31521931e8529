import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { defineCommand } from 'citty';
import type { GoldenRecord, GoldenState, IdeaEntry } from '../../protocol/idea';
import { bundledFolder } from '../bundledFolder';

/** What `--json` prints of an idea. */
interface IdeaFacts extends Pick<
  IdeaEntry,
  'kind' | 'id' | 'name' | 'summary' | 'paper' | 'source' | 'defaults' | 'variants' | 'equation'
> {
  readonly compiled: boolean;
  /** Why it is not compiled; null where it is. */
  readonly reason: string | null;
  /** What the golden tests saw of it; null where there are no goldens. */
  readonly goldens: GoldenState | null;
}

export const ideas = defineCommand({
  meta: { name: 'ideas', description: 'Show the losses, miners, samplers and other ideas of the lab' },
  args: { json: { type: 'boolean', description: 'Print JSON' } },
  async run({ args }) {
    const facts = await readIdeas(bundledFolder('snippets'));
    console.log(args.json ? JSON.stringify(facts, null, 2) : inWords(facts));
  },
});

async function readIdeas(folder: string): Promise<IdeaFacts[]> {
  const read = async (name: string) => JSON.parse(await readFile(path.join(folder, name), 'utf8')) as unknown;
  const entries = (await read('catalogue.json')) as readonly IdeaEntry[];
  const goldens = (await read('goldens.json')) as GoldenRecord;
  return entries.map(
    ({ kind, id, name, summary, paper, source, defaults, variants, equation, uncompiled }) => ({
      kind,
      id,
      name,
      summary,
      paper,
      source,
      variants,
      defaults,
      compiled: uncompiled === null,
      reason: uncompiled,
      equation,
      goldens: goldens[id] ?? null,
    }),
  );
}

/** Kind by kind, an idea in two lines or three: where it is from and whether it is compiled, its defaults, its variants. */
function inWords(facts: readonly IdeaFacts[]): string {
  const kinds = [...new Set(facts.map(({ kind }) => kind))];
  const width = Math.max(...facts.map(({ name }) => name.length));
  return kinds
    .map((kind) => [kind, ...facts.filter((idea) => idea.kind === kind).flatMap(linesOf(width))].join('\n'))
    .join('\n\n');
}

const linesOf = (width: number) => (idea: IdeaFacts) => {
  const { name, paper, source, reason, defaults, variants } = idea;
  const origin = paper ? [paper.id, paper.place].filter(Boolean).join(', ') : (source ?? 'no paper');
  const [first, ...more] = [
    `${origin}; ${reason === null ? 'compiled' : `not compiled: ${reason}`}`,
    settings(defaults),
    ...Object.entries(variants).map(([variant, set]) => `${variant}: ${settings(set)}`),
  ].filter((line) => line !== '');
  return [`  ${name.padEnd(width)}  ${first}`, ...more.map((line) => `  ${''.padEnd(width)}  ${line}`)];
};

const settings = (options: Readonly<Record<string, unknown>>) =>
  Object.entries(options)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
