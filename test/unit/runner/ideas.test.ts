import assert from 'node:assert/strict';
import { runCommand } from 'citty';
import { catalogue } from '../../../src/lab/catalogue';
import { ideas } from '../../../src/runner/commands/ideas';

describe('metric-lab ideas', () => {
  async function printed(...rawArgs: string[]): Promise<string> {
    const lines: string[] = [];
    const { log } = console;
    console.log = (text: string) => void lines.push(text);
    try {
      await runCommand(ideas, { rawArgs });
    } finally {
      console.log = log;
    }
    return lines.join('\n');
  }

  it("lists the lab's ideas as JSON, with the very settings that they have", async () => {
    const listed = JSON.parse(await printed('--json')) as Record<string, unknown>[];
    assert.deepEqual(
      listed
        .map(({ id, kind, name, defaults, variants }) => ({ id, kind, name, defaults, variants }))
        .toSorted(byId),
      catalogue
        .map(({ id, kind, name, module: { defaults = {}, variants = {} } }) => ({
          ...{ id, kind, name },
          defaults: { ...defaults },
          variants,
        }))
        .toSorted(byId),
    );
    const circle = listed.find(({ id }) => id === 'loss/circle')!;
    assert.deepEqual(circle['paper'], { id: 'circle-loss', place: 'equation 6' });
    assert.match((circle['equation'] as string[])[0]!, /^L = mean_i log\(1 \+ /);
    assert.deepEqual([circle['compiled'], circle['reason']], [true, null]);
    const sampler = listed.find(({ id }) => id === 'sampler/mPerClass')!;
    assert.equal(sampler['compiled'], false);
    assert.match(String(sampler['reason']), /before the step/);
  });

  it('prints a table by kind', async () => {
    const text = await printed();
    assert.match(
      text,
      /^loss\n(?: .*\n)*? {2}circle +circle-loss, equation 6; compiled\n +margin 0\.4, gamma 80, reduction mean\n +face: margin 0\.25, gamma 256\n/,
    );
    assert.match(text, /\n\nsampler\n(?: .*\n)*? {2}mPerClass +\S.*not compiled: chooses rows/);
  });
});

const byId = (a: { id: unknown }, b: { id: unknown }) => String(a.id).localeCompare(String(b.id));
