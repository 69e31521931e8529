import { readingStatuses, type OwnMarks } from '../../protocol/marks';
import { send } from '../host';
import { StarIcon } from '../view/icons';

/** The reader's own marks: status and star, which can be changed here, and tags. */
export function Marks({ status, starred, tags }: OwnMarks) {
  return (
    <span class="marks">
      <vscode-dropdown
        class="status"
        aria-label="Reading status"
        value={status ?? ''}
        onChange={({ currentTarget: { value } }) =>
          send({ type: 'setStatus', status: readingStatuses.find((known) => known === value) ?? null })
        }
      >
        <vscode-option value="" selected={status === null}>
          no status
        </vscode-option>
        {readingStatuses.map((known) => (
          <vscode-option key={known} value={known} selected={known === status}>
            {known}
          </vscode-option>
        ))}
      </vscode-dropdown>
      <button
        class={starred ? 'star starred' : 'star'}
        aria-label="Star"
        aria-pressed={starred}
        title={starred ? 'Take the star away' : 'Give it a star'}
        onClick={() => send({ type: 'setStarred', starred: !starred })}
      >
        <StarIcon filled={starred} />
      </button>
      {tags.map((tag) => (
        <span key={tag} class="badge">
          {tag}
        </span>
      ))}
    </span>
  );
}
