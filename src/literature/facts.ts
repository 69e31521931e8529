import { readAuthors } from './authors';
import { beginsWithLabel, isLabel, isOnlyLinks, takeLinks } from './hyperlinks';
import { isSymbols } from './lines';
import type { SummaryPaper } from './summary';
import { longestTitle, unquoted } from './titles';
import { readVenue, takeTrailingVenue } from './venues';

/** What a line says of a paper that names none: links, authors, venue and year. */
export type Facts = Pick<SummaryPaper, 'links' | 'authors' | 'venue' | 'year'>;

/** `Paper:`, `**Code** (MXNet + Python):`, `- Authors:`; the kind of a fact and its value. */
const labelledForm =
  /^[\s*_`]{0,4}(?<label>\p{L}[\p{L} ]{0,24})(?:\s?\([^()]{0,40}\))?[*_`]{0,3}\s?[:：][\s*_`]*(?=\S)/u;

/** What every fact has somewhere, and what stands before its colon: spare most lines the search. */
const factSign = /[\d:：,;&\]]|\sand\s|\b(?:al|others)\.?$/i;
const colonForm = /^.{0,80}?[:：]/;

const authorsForm = /^(?:authors?|by)$/i;
const venueForm = /^(?:venue|conference|journal|publication|published(?: (?:in|at))?)$/i;
const yearForm = /^(?:year|date|published)$/i;

function linksAlone(links: Facts['links']): Facts {
  return { links, authors: [], venue: null, year: null };
}

/**
 * Whether a line says by its first word that it is a fact of a paper named above it, or is nothing but links called
 * "paper", "code" and the like: `Paper: https://...`, `Authors: ...`, `[pdf](...) [code](...)`.
 */
export function isFact(text: string): boolean {
  if (text.length > longestTitle) return false;
  if (readLabelled(text)) return true;
  if (!beginsWithLabel(text)) return false;
  const linked = takeLinks(text);
  return isOnlyLinks(linked) && linked.links.every((link) => isLabel(link.text));
}

/** Reads a line that holds nothing but facts of a paper; null for any other. */
export function readFacts(text: string): Facts | null {
  if (text.length > longestTitle || !factSign.test(text)) return null;
  const labelled = readLabelled(text);
  if (labelled) return labelled;
  const linked = takeLinks(text);
  if (isOnlyLinks(linked)) return linksAlone(linked.links);
  const { text: names, venue, year } = takeTrailingVenue(unquoted(linked.text));
  const rest = unquoted(names.replace(/\.$/, ''));
  if (isSymbols(rest))
    return venue === null && year === null ? null : { links: linked.links, authors: [], venue, year };
  const authors = readAuthors(rest);
  return authors ? { links: linked.links, authors, venue, year } : null;
}

/** A fact behind its label; null where a line has none. */
function readLabelled(text: string): Facts | null {
  const found = colonForm.test(text) ? labelledForm.exec(text) : null;
  if (!found) return null;
  const label = found.groups!.label!.trim();
  const value = text.slice(found[0].length);
  if (isLabel(label)) {
    const linked = takeLinks(value);
    return isOnlyLinks(linked) ? linksAlone(linked.links) : null;
  }
  const isKnown = [authorsForm, venueForm, yearForm].some((form) => form.test(label));
  return isKnown ? readPublished(label, value) : null;
}

/** Authors, venue or year, as their label says. */
function readPublished(label: string, written: string): Facts | null {
  const linked = takeLinks(written);
  const value = unquoted(linked.text);
  if (isSymbols(value)) return null;
  if (authorsForm.test(label)) {
    return { links: [], authors: readAuthors(value) ?? [value], venue: null, year: null };
  }
  if (venueForm.test(label) && /\p{L}/u.test(value)) {
    return { links: linked.links, authors: [], ...readVenue(value) };
  }
  const year = yearForm.test(label) ? /\b(?:19|20)\d\d\b/.exec(value) : null;
  return year && { links: [], authors: [], venue: null, year: Number(year[0]) };
}
