import type { PaperIdea } from '../../protocol/paperPage';
import { send } from '../host';

/** The lab's code that stems from the paper. */
export function Ideas({ ideas }: { ideas: readonly PaperIdea[] }) {
  if (ideas.length === 0) return null;
  return (
    <section aria-labelledby="ideas-heading">
      <h2 id="ideas-heading">Ideas</h2>
      <ul class="ideas">
        {ideas.map(({ id, kind, name, summary, place }) => (
          <li key={id}>
            <vscode-button
              appearance="secondary"
              aria-label={`Insert ${kind} ${name}`}
              onClick={() => send({ type: 'insertIdea', ideaId: id })}
            >
              Insert
            </vscode-button>
            <div>
              <code>{name}</code>{' '}
              <span class="dim">{[kind, place].filter((part) => part !== '').join(', ')}</span>
              <p>{summary}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
