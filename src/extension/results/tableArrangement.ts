import { usualArrangement } from '../../protocol/results';
import type { TableArrangement } from '../../protocol/results';
import { fieldsOf } from '../pages/messageFields';
import type { MessageFields } from '../pages/messageFields';

/** More columns nobody arranges. */
const mostColumns = 500;

/** What a page changed, as far as it is sound. */
export function arrangementChange(fields: MessageFields): Partial<TableArrangement> {
  return {
    ...(fields.has('order') && { order: fields.texts('order', mostColumns) }),
    ...(fields.has('switched') && { switched: fields.texts('switched', mostColumns) }),
    ...(fields.has('pinned') && { pinned: fields.texts('pinned', mostColumns) }),
    ...(fields.has('differing') && { differing: fields.flag('differing') }),
    ...(fields.has('sort') && { sort: sortOf(fields.fields('sort')) }),
  };
}

/** What was kept, as far as it is sound; the rest as at first. @param text null where nothing was kept */
export function keptArrangement(text: string | null): TableArrangement {
  return { ...usualArrangement, ...arrangementChange(fieldsOf(parsed(text))) };
}

function parsed(text: string | null): object {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

function sortOf(fields: MessageFields | null): TableArrangement['sort'] {
  const column = fields?.text('column') ?? null;
  return fields && column !== null ? { column, descending: fields.flag('descending') } : null;
}
