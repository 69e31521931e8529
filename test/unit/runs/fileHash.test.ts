import assert from 'node:assert/strict';
import { fileHash } from '../../../src/runs/fileHash';

const code = "export default defineExperiment({ steps: 300, note: 'a b' });\n";

describe('fileHash', () => {
  it('stays the same where nothing that runs has changed', () => {
    const same = [
      code.replaceAll('\n', '\r\n'),
      `// why\n${code}`,
      `/** what\n * it is */\n${code}`,
      code.replace('({ ', '({\n    '),
    ];
    assert.match(fileHash(code), /^[0-9a-f]{64}$/);
    for (const text of same) assert.equal(fileHash(text), fileHash(code), text);
  });

  it('changes with every value, with what stands in a text, and where two words become one', () => {
    const other = [
      code.replace('300', '301'),
      code.replace('a b', 'a  b'),
      code.replace("'a b'", "'a b' // 'c'".replace('//', '+')),
      code.replace('export default', 'exportdefault'),
    ];
    assert.equal(new Set([code, ...other].map(fileHash)).size, other.length + 1);
  });

  it('reads half-typed code', () => {
    for (const text of ['', "paper: '", '/* ', '`${', 'a = /x', '({[', '\u0000']) assert.ok(fileHash(text));
  });
});
