import assert from 'node:assert/strict';
import { parseSummary } from '../../src/literature/parseSummary';
import { isBibtex } from '../../src/literature/readBibtex';
import { visible } from '../../src/literature/visible';
import type { Note, Summary } from '../../src/literature/summary';

/** Every number of a summary that counts lines. */
export function linesOf({ notes, sections }: Summary): number[] {
  const noteLines = (all: readonly Note[]): number[] =>
    all.flatMap((note) => [note.line, ...noteLines(note.notes)]);
  return [
    ...noteLines(notes),
    ...sections.flatMap((section) => [
      section.line,
      ...noteLines(section.notes),
      ...section.papers.flatMap((paper) => [paper.line, ...noteLines(paper.notes)]),
    ]),
  ];
}

/** Every text of a summary: titles, names, addresses, notes. */
export function textsOf({ title, notes, sections }: Summary): string[] {
  const noteTexts = (all: readonly Note[]): string[] =>
    all.flatMap((note) => [note.text, ...noteTexts(note.notes)]);
  return [
    title ?? '',
    ...noteTexts(notes),
    ...sections.flatMap((section) => [
      section.title,
      ...noteTexts(section.notes),
      ...section.papers.flatMap((paper) => [
        paper.title,
        ...paper.authors,
        paper.venue ?? '',
        String(paper.year ?? ''),
        ...paper.links.flatMap(({ text, url }) => [text, url]),
        ...noteTexts(paper.notes),
      ]),
    ]),
  ];
}

/** Checks what holds for the summary of any text. */
export function checkSummary(text: string, summary = parseSummary(text)): Summary {
  const rows = text.split(/\r\n|\r|\n/).length;
  for (const line of linesOf(summary)) {
    assert.ok(Number.isInteger(line) && line >= 1 && line <= rows, `line ${line} of ${rows}`);
  }
  assertAscending(summary.sections.map(({ line }) => line));
  for (const { papers } of summary.sections) {
    assertAscending(papers.map(({ line }) => line));
    for (const { title, year, links } of papers) {
      assert.notEqual(title.trim(), '', 'a paper without a title');
      assert.ok(year === null || (year >= 1900 && year < 2100), `year ${year}`);
      for (const { url } of links) assert.match(url, /^https?:\/\/\S+$/i);
    }
  }
  const texts = textsOf(summary);
  for (const part of texts) assert.doesNotMatch(part, /(?!\t)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  // What LaTeX commands leave is checked by example.
  if (!isBibtex(visible(text))) assertWordsKept(text, texts);
  return summary;
}

function assertAscending(lines: readonly number[]): void {
  lines.forEach((line, at) =>
    assert.ok(at === 0 || line >= lines[at - 1]!, `line ${line} after ${lines[at - 1]}`),
  );
}

/**
 * The words of every row that has no markup of its own are in the result, wherever. Names of references, HTML, entities, images and heads of
 * tables have words that are layout: rows with these are checked by example.
 */
function assertWordsKept(text: string, texts: readonly string[]): void {
  const all = texts.join(' ');
  const kept = new Set(all.match(/[\p{L}\p{N}]+/gu));
  for (const year of [...kept]) if (/^(?:19|20)\d\d$/.test(year)) kept.add(year.slice(2));
  // A comment, or a tag that goes on in the next row.
  if (/<!--|<[^<>\r\n]*[\r\n]/.test(text)) return;
  for (const row of text.split(/\r\n|\r|\n/)) {
    if (/[<&|\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]|!\[/u.test(row)) continue;
    const words = row
      // Before all else: in `[3]:+1:` the first colon is a mark's, not a reference's.
      .replace(/:[+-]1:|:thumbs(?:up|down):/gi, ' ')
      .replace(
        /^\s*(?:>\s?)*\s*(?:#{1,6}\s+)?(?:(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)])\s|\d{1,3}[、．])/,
        '',
      )
      .replace(/\]\s?\[[^[\]]*\]/g, '] ')
      .replace(/^[\s>]*\[[^[\]]+\]:/, '')
      .replace(/(?:https?|arxiv\s?|doi\s?):/gi, ' $&')
      .replace(/\d{2,4}/g, ' $& ')
      .replace(/\[[ xX]\]|(?<![\p{L}\p{N}])(?:and|by|in|et|al|etal|others)(?![\p{L}\p{N}])/giu, ' ');
    for (const word of words.match(/[\p{L}\p{N}]+/gu) ?? []) {
      // Without its brackets a link may stand right beside a word.
      assert.ok(kept.has(word) || all.includes(word), `lost '${word}' of ${JSON.stringify(row)}`);
    }
  }
}
