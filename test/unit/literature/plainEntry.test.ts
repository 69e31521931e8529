import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'bibtex-parse';
import { readPlainEntry } from '../../../src/literature/plainEntry';

/** What the library says of a text that is one entry. */
function parsed(text: string) {
  const [item] = parse(text, { number: 'string' });
  assert.equal(item?.itemtype, 'entry');
  const { itemtype, type, key, fields } = item;
  return {
    itemtype,
    type,
    key,
    fields: fields.map(({ name, datatype, value, raw }) => ({ name, datatype, value, raw })),
  };
}

describe('readPlainEntry', () => {
  const plain = [
    '@article{a, title = {One}, year = 2020, month = jun}',
    '@InProceedings {b:1/2,\n\ttitle={{Circle} {\\"o} {L}oss: {a {nested {one}}}},\n author = "Sun, Y. and {\\"O}. \\"x",\n}',
    '@misc{c-d,title={},note={a "quoted" word, 100\\% = \\{all\\}},}',
  ];
  for (const text of plain) {
    it(`gives what the library gives for ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readPlainEntry(text), parsed(text));
    });
  }

  it('leaves every other entry to the library', () => {
    const others = [
      '@article(a, title = {One})',
      '@article{a, title = {One} # cvpr}',
      '@article{title = {One}}',
      '@article{a}',
      '@article{a, title = {{{{{{Six}}}}}}}',
      '@article{a, title = {One',
      '@article{a, title = {One}} and more',
      '@string{a = {One}}',
      '@preamble{"One"}',
      '@comment{a, title = {One}}',
    ];
    for (const text of others) assert.equal(readPlainEntry(text), undefined, text);
  });

  it('agrees with the library on a bibliography', () => {
    const entries = readFileSync('test/fixtures/summaries/references.bib', 'utf8').split(/\n\n+(?=@)/);
    const read = entries.flatMap((text) => readPlainEntry(text.trim()) ?? []);
    const wanted = entries.map((text) => text.trim()).filter((text) => readPlainEntry(text));
    assert.ok(read.length > 0);
    assert.deepEqual(read, wanted.map(parsed));
  });
});
