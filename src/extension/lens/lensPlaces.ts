/** A place in a document that carries lenses; lines count from 0. */
export type LensPlace =
  | { readonly kind: 'experiment'; readonly line: number; readonly paper: string | null }
  | { readonly kind: 'idea'; readonly line: number; readonly paper: string };

const experiment = /^export default defineExperiment\(/m;
/** A comment that names its paper: `@paper circle-loss, equation 6` or `see circle-loss`. */
const comment = /(?:^[ \t]*\/\/.*\n)+|\/\*\*?[\s\S]*?\*\//gm;
const paperTag = /(?:@paper|\bsee)\s+([a-z0-9]+(?:-[a-z0-9]+)+)/;
/** What the comment stands above: a function, or a constant that holds one. */
const declaration =
  /^\s*(?:export\s+)?(?:async\s+)?(?:function\s+\w|(?:const|let)\s+\w+\s*=\s*(?:\(|function|<|\w+\s*=>))/;

/** Where the lenses of a document stand: above its experiment, and above each inserted idea. */
export function lensPlaces(text: string): LensPlace[] {
  const places: LensPlace[] = [];
  for (const match of text.matchAll(comment)) {
    const paper = paperTag.exec(match[0])?.[1];
    const end = match.index + match[0].length;
    if (paper && declaration.test(text.slice(end, end + 200))) {
      places.push({ kind: 'idea', line: lineOf(text, match.index), paper });
    }
  }
  const found = experiment.exec(text);
  if (found) {
    const paper = /^\s*paper:\s*['"]([\w-]+)['"]/m.exec(text.slice(found.index))?.[1] ?? null;
    places.push({ kind: 'experiment', line: lineOf(text, found.index), paper });
  }
  return places;
}

function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
