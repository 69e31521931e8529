import type { Relation } from '../../protocol/paperPage';
import { send } from '../host';

/** What the paper has to do with others; those of the library are links to their pages. */
export function Related({ relations }: { relations: readonly Relation[] }) {
  if (relations.length === 0) return null;
  return (
    <section aria-labelledby="related-heading">
      <h2 id="related-heading">Related work</h2>
      <dl class="related">
        {relations.map(({ kind, others }) => (
          <div key={kind}>
            <dt>{kind}</dt>
            {others.map((other, index) => (
              <dd key={index}>
                <Other {...other} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

function Other({ text, paperId }: Relation['others'][number]) {
  if (paperId === null) return <>{text}</>;
  return (
    <button class="link-button" onClick={() => send({ type: 'openPaper', paperId })}>
      {text}
    </button>
  );
}
