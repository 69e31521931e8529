import { groupings, sortings } from './arrangement';
import type { Arrangement, Grouping, Sorting } from './arrangement';

/** A menu cannot show check marks: what is in force has a command of its own, with the mark in its title. */
const forms = ['', 'Now'] as const;

type Form = (typeof forms)[number];

/** `metricLab.groupPapersByYear`, `metricLab.sortPapersByTitleNow` */
export type ArrangementCommand =
  | `metricLab.groupPapersBy${Capitalize<Grouping>}${Form}`
  | `metricLab.sortPapersBy${Capitalize<Sorting>}${Form}`;

/** What each command of the menus Group By and Sort By makes of the view. */
export const arrangementCommands = Object.fromEntries(
  forms.flatMap((form) => [
    ...groupings.map((grouping) => [`metricLab.groupPapersBy${capitalised(grouping)}${form}`, { grouping }]),
    ...sortings.map((sorting) => [`metricLab.sortPapersBy${capitalised(sorting)}${form}`, { sorting }]),
  ]),
) as Readonly<Record<ArrangementCommand, Partial<Arrangement>>>;

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
