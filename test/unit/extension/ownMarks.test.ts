import assert from 'node:assert/strict';
import { marksOf, noMarks, parseMarks, typedTags, withChange } from '../../../src/extension/papers/ownMarks';

describe("The reader's own marks", () => {
  const file = parseMarks(
    '{"papers": {"circle": {"status": "reading", "tags": ["pairs"], "rating": 5}, "margin": {"starred": true}}, "by": "me"}',
  );

  it('change one field and leave the others, of this version or another', () => {
    const changed = withChange(file, ['circle'], { starred: true });
    assert.deepEqual(JSON.parse(JSON.stringify(changed)), {
      papers: {
        circle: { status: 'reading', starred: true, tags: ['pairs'], rating: 5 },
        margin: { starred: true },
      },
      by: 'me',
    });
  });

  it('change for several papers at once', () => {
    const marks = marksOf(withChange(file, ['circle', 'margin', 'new'], { status: 'read' }));
    assert.deepEqual(
      [...marks].map(([id, { status }]) => [id, status]),
      [
        ['circle', 'read'],
        ['margin', 'read'],
        ['new', 'read'],
      ],
    );
  });

  it('are added to and taken from, so that two windows keep the tags of both', () => {
    const one = withChange(file, ['circle'], { addTags: ['cub', ' to  cite, '] });
    const both = withChange(one, ['circle'], { addTags: ['cub'], removeTags: ['pairs'] });
    assert.deepEqual(marksOf(both).get('circle')?.tags, ['cub', 'to cite']);
  });

  it('leave no empty entry behind', () => {
    const without = withChange(file, ['margin'], { starred: false });
    assert.deepEqual(Object.keys(without.papers), ['circle']);
    assert.deepEqual(marksOf(without).get('margin') ?? noMarks, noMarks);
  });

  it('are none where there is no file', () => {
    assert.equal(marksOf(parseMarks(null)).size, 0);
    assert.equal(marksOf(parseMarks('{}')).size, 0);
  });

  it('say what is wrong, and where', () => {
    assert.throws(
      () => parseMarks('{"papers": {"circle": {"status": "later"}}}'),
      /papers\.circle\.status: .*later/,
    );
    assert.throws(() => parseMarks('[]'), /the whole: /);
    assert.throws(() => parseMarks('{"papers": []}'), /papers: .*not a list/);
    assert.throws(() => parseMarks('{"papers": '), /JSON/);
  });

  it('have tags that can be typed in one line', () => {
    assert.deepEqual(typedTags('  hard  negatives\n, to try,, to try'), ['hard negatives', 'to try']);
  });
});
