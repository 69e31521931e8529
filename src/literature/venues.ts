/** Where and when a paper appeared, and the text without that. */
export interface Published {
  readonly text: string;
  readonly venue: string | null;
  readonly year: number | null;
  /** What stood behind the year: oral, workshop. */
  readonly remark: string | null;
}

const word = String.raw`(?:T-)?[\p{L}][\p{L}\p{N}&+/.]{0,30}`;
const venueYear = String.raw`(?<venue>${word}(?:\s+${word}){0,4})[\s,]{0,3}(?:(?<!\d)(?<year>(?:19|20)\d\d)|['’](?<short>\d\d))`;
/** A sentence that ends, or the last of several names, begins no venue. */
const notWithin = String.raw`(?!and\s|[^,;|]{0,80}\p{Ll}{2}(?<!\b(?:Proc|Conf|Trans|Symp|Int|Adv))\.\s)`;
const remark = String.raw`(?:[\s,()[\]]{1,3}(?<remark>[Oo]ral|[Ss](?:potlight|ubmission)|[Hh]ighlight|[Ww]orkshop|[Pp]oster|[Bb]est [Pp]aper))?`;

/** `CVPR 2020-Title`, `2020: Title`. */
const leadingForms = [
  new RegExp(String.raw`^${venueYear}\s*[-–—:|]\s*(?<text>\S.*)$`, 'su'),
  /^(?<year>(?:19|20)\d\d)\s*[:：|]\s*(?<text>\S.*)$/su,
];
/** `[CVPR 2020, oral] Title`, `(CVPR 2020): Title`, `(2020) Title`. */
const leadingClosedForms = [
  new RegExp(
    String.raw`^[([（【]${venueYear}(?:[\s,]{1,3}(?<remark>[^()[\]]{1,40}))?[)\]）】]\s*[-–—:：|.]?\s*(?<text>\S.*)$`,
    'su',
  ),
  /^[([（【](?<year>(?:19|20)\d\d)[)\]）】][.,;:：]?\s*(?<text>\S.*)$/su,
];

/** `Title (CVPR 2020, oral)`, `Title (CVPR 2020) (oral)`, `Title (2020)`. */
const trailingClosedForms = [
  new RegExp(String.raw`^(?<text>.*?)\s*[([（]${venueYear}${remark}[)\]）][.,，;。]?$`, 'su'),
  /^(?<text>.*\S)\s*[([（](?<year>(?:19|20)\d\d)[)\]）]\.?$/su,
];
/** `Title, CVPR 2020`, `Title - CVPR 2020`, `Title. CVPR 2020.`, nothing but `CVPR 2020`; `Title, 2020`. */
const trailingForms = [
  new RegExp(
    String.raw`^(?:(?<text>.*?)(?:\s*[,，、;|–—]\s*|\s+-\s+|\.\s+))?${notWithin}${venueYear}\.?$`,
    'su',
  ),
  /^(?:(?<text>.*\S),\s*)?(?<year>(?:19|20)\d\d)\.?$/su,
];

/** How far from an end of the text the last digit of a year may be: a venue's words before it, a remark behind it. */
const [farthestLeading, farthestTrailing] = [180, 24];

/** No year, no venue: spares most lines the search. */
const dateForm = /(?:19|20)\d\d|['’]\d\d/;
const dateAtEndForm = /\d\d\.?$/;

/** A text without venue and year. */
export function unpublished(text: string): Published {
  return { text, venue: null, year: null, remark: null };
}

/**
 * Reads venue and year at the start of a title. A venue is one to five words with an abbreviation among them: so
 * `ICML 2020-Title` has one and `Results of 2020: Title` has none.
 */
export function takeLeadingVenue(text: string): Published {
  if (!dateForm.test(text.slice(0, farthestLeading))) return unpublished(text);
  return take(text, /^[([（【]/.test(text) ? leadingClosedForms : leadingForms);
}

/** Reads venue and year, or the year alone, at the end of a title. */
export function takeTrailingVenue(text: string): Published {
  const end = text.slice(-farthestTrailing);
  if (!dateForm.test(end)) return unpublished(text);
  if (/[)\]）][.,，;。]?$/.test(end)) return take(text, trailingClosedForms);
  return dateAtEndForm.test(end) ? take(text, trailingForms) : unpublished(text);
}

/** Reads a text that is nothing but a venue: `CVPR 2006` has a year; anything else is a venue in its own words. */
export function readVenue(text: string): Pick<Published, 'year'> & { readonly venue: string } {
  const { text: rest, venue, year } = takeTrailingVenue(text);
  return venue !== null && rest === '' ? { venue, year } : { venue: text, year: null };
}

function take(text: string, forms: readonly RegExp[]): Published {
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (!groups) continue;
    const { venue, year, short } = groups;
    if (venue !== undefined && !isVenue(venue)) continue;
    return {
      text: groups.text ?? '',
      venue: venue ?? null,
      year: Number(year ?? fullYear(short!)),
      remark: groups.remark ?? null,
    };
  }
  return unpublished(text);
}

const venueWordForm =
  /\p{Lu}[^\p{Lu}\s]*\p{Lu}|r[Xx]iv|(?<!\S)(?:Nature|Science|Neurips|Interspeech|Neurocomputing|Sensors)(?!\S)/u;

/** An abbreviation has two capitals or more (`CVPR`, `NeurIPS`); preprint servers and a few others are known by name. */
function isVenue(text: string): boolean {
  return venueWordForm.test(text);
}

function fullYear(short: string): number {
  const year = Number(short);
  return year < 70 ? 2000 + year : 1900 + year;
}
