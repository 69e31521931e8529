import type { ArgDef, ArgsDef } from 'citty';

/** What `--help` says of a command. */
export interface CommandHelp {
  /** What is typed for it: `metric-lab data add`. */
  readonly name: string;
  readonly description: string;
  readonly args: ArgsDef;
  /** The commands below it, and what they do. */
  readonly commands: readonly (readonly [name: string, description: string])[];
}

const indent = '  ';
const gap = 3;
/** Beyond so many characters a name stands on a line of its own. */
const widestName = 24;

/**
 * Help for a terminal: names to the left, what they mean beside them.
 * @param width characters in a line
 */
export function helpText({ name, description, args, commands }: CommandHelp, width: number): string {
  const positionals = Object.entries(args).filter(([, { type }]) => type === 'positional');
  const options = Object.entries(args).filter(([, { type }]) => type !== 'positional');
  const usage = [
    name,
    ...(commands.length > 0 ? ['COMMAND'] : []),
    ...positionals.map(([one, def]) =>
      def.required === false ? `[${one.toUpperCase()}]` : one.toUpperCase(),
    ),
    ...(options.length > 0 ? ['[options]'] : []),
  ];
  const part = (title: string, rows: readonly (readonly [string, string])[]) =>
    rows.length === 0 ? [] : ['', ...(title === '' ? [] : [title]), ...columns(rows, width)];
  return [
    description,
    '',
    `Usage: ${usage.join(' ')}`,
    ...part(
      '',
      positionals.map(([one, def]) => [one.toUpperCase(), meaning(def)] as const),
    ),
    ...part(
      'Options:',
      options.map(([one, def]) => [optionName(one, def), meaning(def)] as const),
    ),
    ...part('Commands:', commands),
    ...(commands.length > 0 ? ['', `${name} COMMAND --help says more of each.`] : []),
  ].join('\n');
}

function optionName(name: string, def: ArgDef): string {
  if (def.type === 'boolean') return `--${name}`;
  const hint = 'valueHint' in def && def.valueHint ? def.valueHint : 'NAME';
  return `--${name} ${hint}`;
}

function meaning(def: ArgDef): string {
  const choices = def.type === 'enum' && def.options ? `; one of ${def.options.join(', ')}` : '';
  const standard = def.default === undefined ? '' : ` (default: ${String(def.default)})`;
  return `${def.description ?? ''}${choices}${standard}`;
}

function columns(rows: readonly (readonly [name: string, meaning: string])[], width: number): string[] {
  const widest = Math.max(...rows.map(([name]) => (name.length > widestName ? 0 : name.length)));
  const left = indent.length + widest + gap;
  return rows.flatMap(([name, text]) => {
    const lines = wrapped(text, Math.max(20, width - left)).map((line) => ' '.repeat(left) + line);
    const [first = '', ...more] = lines;
    const head = `${indent}${name}`;
    if (head.length + gap > left) return [head, ...lines];
    return [`${head.padEnd(left)}${first.trimStart()}`.trimEnd(), ...more];
  });
}

/** Broken between words. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
