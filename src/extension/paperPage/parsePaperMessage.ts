import { readingStatuses } from '../../protocol/marks';
import { tableFormats } from '../../protocol/paperPage';
import type { FromPaper } from '../../protocol/paperPage';
import type { MessageFields } from '../pages/messageFields';

/** No table that is shown is as long, and no page. */
const longestText = 2_000_000;

/** A message of a paper's page, checked; null where it is none. */
export function parsePaperMessage(message: MessageFields): FromPaper | null {
  const { type } = message;
  switch (type) {
    case 'run':
    case 'runSeeds':
    case 'newExperiment':
    case 'showResults':
    case 'openMyNotes':
    case 'copyBibtex':
      return { type };
    case 'insertIdea':
      return withText(message.text('ideaId'), (ideaId) => ({ type, ideaId }));
    case 'openPaper':
      return withText(message.text('paperId'), (paperId) => ({ type, paperId }));
    case 'savePage':
      return withText(message.text('html', longestText), (html) => ({ type, html }));
    default:
      return parseMark(message) ?? parseTable(message);
  }
}

function parseMark(message: MessageFields): FromPaper | null {
  if (message.type === 'setStarred') return { type: 'setStarred', starred: message.flag('starred') };
  if (message.type !== 'setStatus') return null;
  const status = message.text('status');
  return { type: 'setStatus', status: readingStatuses.find((known) => known === status) ?? null };
}

function parseTable(message: MessageFields): FromPaper | null {
  const { type } = message;
  if (type !== 'copyTable' && type !== 'saveTable') return null;
  const named = message.text('format');
  const format = tableFormats.find((known) => known === named);
  if (!format) return null;
  return withText(message.text('text', longestText), (text) => ({ type, format, text }));
}

function withText<T>(text: string | null, made: (text: string) => T): T | null {
  return text === null ? null : made(text);
}
