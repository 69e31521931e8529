import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { defineCommand, type CommandDef } from 'citty';
import { runCommandLine } from '../../../src/runner/commandLine';
import { UsageError } from '../../../src/runner/usageError';

describe('the command line', () => {
  let ran: unknown[] = [];
  beforeEach(() => {
    ran = [];
  });

  const train = defineCommand({
    meta: { name: 'train', description: 'Train it' },
    args: {
      file: { type: 'positional', description: 'The file' },
      steps: { type: 'string', description: 'How many' },
      smoke: { type: 'boolean', description: 'A few' },
      backend: { type: 'enum', options: ['wasm', 'cpu'], description: 'Which' },
    },
    run({ args }) {
      ran.push([args.file, args.steps, args.smoke ?? false]);
    },
  });
  const root: CommandDef = defineCommand({
    meta: { name: 'lab', version: '1.2.3', description: 'All of it' },
    subCommands: {
      train: () => Promise.resolve(train),
      data: () => Promise.resolve(defineCommand({ meta: { name: 'data' }, subCommands: { add: train } })),
    },
  });
  const printed = async (...args: string[]) => {
    const lines: string[] = [];
    await runCommandLine(root, args, (text) => lines.push(stripVTControlCharacters(text)));
    return lines.join('\n');
  };

  const runs: [string[], unknown[]][] = [
    [
      ['train', 'a.ts'],
      ['a.ts', undefined, false],
    ],
    [
      ['train', 'a.ts', '--steps', '3', '--smoke'],
      ['a.ts', '3', true],
    ],
    [
      ['train', '--steps=3', 'a.ts'],
      ['a.ts', '3', false],
    ],
    [
      ['train', '--steps=-3', 'a.ts'],
      ['a.ts', '-3', false],
    ],
    [
      ['train', '--', '--steps'],
      ['--steps', undefined, false],
    ],
    [
      ['data', 'add', 'omniglot'],
      ['omniglot', undefined, false],
    ],
  ];
  for (const [args, expected] of runs) {
    it(`runs: ${args.join(' ')}`, async () => {
      await printed(...args);
      assert.deepEqual(ran, [expected]);
    });
  }

  const refusals: [string[], RegExp][] = [
    [[], /which command\? train, data/],
    [['trian'], /unknown command 'trian'; did you mean 'train'\?/],
    [['zzzzzz'], /unknown command 'zzzzzz'; there is train, data/],
    [['constructor'], /unknown command 'constructor'/],
    [['data'], /which command\? add/],
    [['data', 'ad'], /unknown command 'ad'; did you mean 'add'\?/],
    [['train', 'a.ts', '--step', '3'], /unknown option '--step'; did you mean '--steps'\?/],
    [['train', 'a.ts', '--no-such'], /unknown option '--no-such'/],
    [['train', 'a.ts', '--file', 'b'], /unknown option '--file'/],
    [['train', 'a.ts', '-x'], /unknown option '-x'/],
    [['train', 'a.ts', '--constructor', '3'], /unknown option '--constructor'/],
    [['train', 'a.ts', 'b.ts'], /unexpected argument 'b.ts'/],
    [['train', 'a.ts', '--steps'], /'--steps' needs a value/],
    [['train', 'a.ts', '--steps='], /'--steps' needs a value/],
    [['train', 'a.ts', '--steps', '--smoke'], /'--steps' needs a value/],
    [['train', 'a.ts', '--smoke=maybe'], /'--smoke' takes no value/],
    [['--verson'], /unknown option '--verson'/],
  ];
  for (const [args, message] of refusals) {
    it(`refuses: lab ${args.join(' ')}`, async () => {
      await assert.rejects(
        printed(...args),
        (error) => error instanceof UsageError && message.test(error.message),
      );
      assert.deepEqual(ran, []);
    });
  }

  it('leaves what is missing or no choice to citty, as a usage error too', async () => {
    for (const args of [['train'], ['train', 'a.ts', '--backend', 'gpu']]) {
      await assert.rejects(printed(...args), { name: 'CLIError' });
    }
  });

  it('prints its version and the help of each command', async () => {
    assert.equal(await printed('--version'), '1.2.3');
    assert.match(await printed('--help'), /train\s+Train it/);
    assert.match(await printed('train', '--help'), /lab train .*--steps/s);
    assert.match(await printed('data', 'add', '-h'), /^Usage: lab data train FILE \[options\]$.*How many/ms);
    assert.deepEqual(ran, []);
  });
});
