import { parseArgs } from 'node:util';
import type { ArgsDef } from 'citty';
import { didYouMean, UsageError } from './usageError';

/** @throws UsageError on what the command does not know: citty itself would pass it over in silence */
export function checkArguments(rawArgs: readonly string[], known: ArgsDef): void {
  const options = Object.entries(known).filter(([, { type }]) => type !== 'positional');
  const positionals = Object.keys(known).length - options.length;
  const { tokens } = parseArgs({
    args: [...rawArgs],
    options: Object.fromEntries(
      options.map(([name, { type }]) => [name, { type: type === 'boolean' ? 'boolean' : 'string' }] as const),
    ),
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(token, known);
  const given = tokens.filter((token) => token.kind === 'positional').map(({ value }) => value);
  if (given.length > positionals) throw new UsageError(`unexpected argument '${given[positionals]}'`);
}

function checkOption(
  {
    name,
    rawName,
    value,
    inlineValue,
  }: { name: string; rawName: string; value?: string; inlineValue?: boolean },
  known: ArgsDef,
): void {
  const type = Object.hasOwn(known, name) ? known[name]!.type : 'positional';
  if (type === 'positional') {
    const names = Object.keys(known).filter((option) => known[option]!.type !== 'positional');
    const suggestion = didYouMean(
      rawName,
      names.map((option) => `--${option}`),
    );
    throw new UsageError(`unknown option '${rawName}'${suggestion}`);
  }
  if (type === 'boolean' ? inlineValue : !value || (value.startsWith('-') && !inlineValue)) {
    throw new UsageError(`option '${rawName}' ${type === 'boolean' ? 'takes no value' : 'needs a value'}`);
  }
}
