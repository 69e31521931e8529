/** A place in a document that carries lenses; lines count from 0. */
export type LensPlace =
  | { readonly kind: 'experiment'; readonly line: number; readonly paper: string | null }
  | { readonly kind: 'idea'; readonly line: number; readonly paper: string };

const experiment = /^export default defineExperiment\(/m;
/** How an inserted idea names its paper: `// see circle-loss: …` above it, or `@paper circle-loss` in its comment. */
const idea = /^\/\/ see ([a-z0-9-]+):|^[ \t]*(?:\/\*)?\*[ \t]*@paper ([a-z0-9-]+)/gm;

/** Where the lenses of a document stand: above its experiment, and above the idea of each paper. */
export function lensPlaces(text: string): LensPlace[] {
  const places = new Map<string, LensPlace>();
  for (const match of text.matchAll(idea)) {
    const paper = match[1] ?? match[2] ?? '';
    const start = match[1] ? match.index : text.lastIndexOf('/*', match.index + 3);
    if (!places.has(paper)) places.set(paper, { kind: 'idea', line: lineOf(text, start), paper });
  }
  const found = experiment.exec(text);
  if (!found) return [...places.values()];
  const paper = /^\s*paper:\s*['"]([\w-]+)['"]/m.exec(text.slice(found.index))?.[1] ?? null;
  return [...places.values(), { kind: 'experiment', line: lineOf(text, found.index), paper }];
}

function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
