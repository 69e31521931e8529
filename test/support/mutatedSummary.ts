import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { random, type Random } from '../../src/lab/core/random';

const fixtures = 'test/fixtures/summaries';

/** What the parser looks for, and what tends to break such parsers. */
const tokens = [
  ...[
    '- ',
    '1. ',
    '[3] ',
    '# ',
    '#### ',
    '> ',
    '```',
    '---',
    '===',
    '|',
    '| --- | --- |',
    '| Paper | Year |',
    '\t',
    '    ',
  ],
  ...[
    'CVPR 2020',
    "ICML'19",
    '(2018)',
    ', 2019',
    ':+1:',
    '👎🏽',
    'et al.',
    ' and ',
    ' ,',
    ', and ',
    'Xun Wang, Qi Qian',
    'Evaluation:',
  ],
  ...[
    '[pdf](https://example.org/a)',
    '[[code]](https://example.org)',
    '[![b](https://i.org/b)](https://e.org)',
    '[x](#y)',
    '](',
    '[[',
  ],
  ...['arXiv:2002.10857', 'doi:10.1109/X.2019.1', 'https://example.org/a_(b).', 'http://'],
  ...[
    '<br>',
    '<a href="https://e.org">',
    '</a>',
    '<details>',
    '<summary>',
    '</details>',
    '<!--',
    '-->',
    '&amp;',
    '&#0;',
    '&eacute;',
    '<',
  ],
  ...[
    '@article{',
    '@string{a = "b"}',
    '\n@misc{k,\n title = {T}}',
    '{',
    '}',
    '"',
    '\\',
    '\\"{o}',
    '#',
    '%',
    '$',
  ],
  ...[
    '\u0000',
    '\u202e',
    '\uFEFF',
    '\r',
    '\r\n',
    '\n',
    '\n\n\n',
    '\u2028',
    'é',
    '深度学习',
    '\ud800',
    '*',
    '__',
    '`',
    '“',
  ],
];

/** The fixtures to begin with: read once. */
export function seeds(): string[] {
  return readdirSync(fixtures).map((name) => readFileSync(path.join(fixtures, name), 'utf8'));
}

/** A document made of the given ones, the same for the same seed and number: cut, mixed, and changed in a few places. */
export function mutated(documents: readonly string[], seed: number, number: number): string {
  const rng = random(seed, 'summary', number);
  const any = <T>(items: readonly T[]): T => items[rng.integer(items.length)]!;
  const rows = any(documents).split('\n');
  const from = rng.integer(rows.length);
  let kept = rng.uniform() < 0.3 ? rows : rows.slice(from, from + 1 + rng.integer(25));
  if (rng.uniform() < 0.3)
    kept = [
      ...kept,
      ...any(documents)
        .split('\n')
        .slice(0, 1 + rng.integer(15)),
    ];
  for (let changes = rng.integer(6); changes > 0; changes -= 1) kept = withRows(kept, rng);
  let text = kept.join(any(['\n', '\n', '\n', '\r\n', '\r']));
  for (let changes = rng.integer(8); changes > 0; changes -= 1) {
    const at = rng.integer(text.length + 1);
    const taken = rng.uniform() < 0.5 ? 0 : rng.integer(12);
    const times = rng.uniform() < 0.02 ? 1 + rng.integer(400) : rng.integer(3);
    text = text.slice(0, at) + any(tokens).repeat(times) + text.slice(at + taken);
  }
  return text;
}

function withRows(rows: readonly string[], rng: Random): string[] {
  const at = rng.integer(rows.length + 1);
  const row = rows[rng.integer(Math.max(rows.length, 1))] ?? '';
  switch (rng.integer(4)) {
    case 0:
      return rows.toSpliced(at, 1);
    case 1:
      return rows.toSpliced(at, 0, row);
    case 2:
      return rows.toSpliced(at, 0, ' '.repeat(rng.integer(9)) + row.trim());
    default:
      return rows.toSpliced(at, 1, tokens[rng.integer(tokens.length)]! + row);
  }
}
