import assert from 'node:assert/strict';
import { helpText } from '../../../src/runner/help';

describe('The help of a command', () => {
  it('stands in two columns, within its width, with choices and defaults', () => {
    const text = helpText(
      {
        name: 'lab train',
        description: 'Train it',
        args: {
          file: { type: 'positional', description: 'The file' },
          more: { type: 'positional', required: false, description: 'Another' },
          smoke: { type: 'boolean', description: 'A few steps only' },
          backend: { type: 'enum', options: ['wasm', 'cpu'], default: 'cpu', description: 'What computes' },
          out: { type: 'string', valueHint: 'DIR', description: 'Keep records there and in no other place' },
        },
        commands: [],
      },
      48,
    );
    assert.equal(
      text,
      [
        'Train it',
        '',
        'Usage: lab train FILE [MORE] [options]',
        '',
        '  FILE   The file',
        '  MORE   Another',
        '',
        'Options:',
        '  --smoke          A few steps only',
        '  --backend NAME   What computes; one of wasm,',
        '                   cpu (default: cpu)',
        '  --out DIR        Keep records there and in no',
        '                   other place',
      ].join('\n'),
    );
  });

  it('lists the commands below, and puts a long name on a line of its own', () => {
    const commands = [
      ['add', 'Add one'],
      ['with-a-name-of-many-characters', 'Do much'],
    ] as const;
    assert.equal(
      helpText({ name: 'lab data', description: 'All data', args: {}, commands }, 80),
      [
        ...['All data', '', 'Usage: lab data COMMAND', '', 'Commands:'],
        ...['  add   Add one', '  with-a-name-of-many-characters', '        Do much'],
        ...['', 'lab data COMMAND --help says more of each.'],
      ].join('\n'),
    );
  });
});
