import { runCommand, type CommandDef, type SubCommandsDef } from 'citty';
import { checkArguments } from './checkArguments';
import { helpText } from './help';
import { didYouMean, UsageError } from './usageError';

/** Runs the command that the arguments name, or prints its help. @param width characters in a line of it */
export async function runCommandLine(
  root: CommandDef,
  args: readonly string[],
  print: (text: string) => void,
  width = 100,
): Promise<void> {
  const { command, path, rest } = await find(root, args);
  if (rest.includes('--help') || rest.includes('-h'))
    return print(await help(command, [root, ...path], width));
  if (command === root && rest.length === 1 && (rest[0] === '--version' || rest[0] === '-v')) {
    return print((await value(root.meta))?.version ?? '');
  }
  checkArguments(rest, (await value(command.args)) ?? {});
  if (command.subCommands) throw new UsageError(`which command? ${await names(command)}`);
  await runCommand(command, { rawArgs: [...rest] });
}

interface Found {
  readonly command: CommandDef;
  /** The commands that lead to it, below the root. */
  readonly path: readonly CommandDef[];
  readonly rest: readonly string[];
}

async function find(
  command: CommandDef,
  args: readonly string[],
  path: readonly CommandDef[] = [],
): Promise<Found> {
  const [name, ...rest] = args;
  const commands = await value(command.subCommands);
  if (!commands || name === undefined || name.startsWith('-')) return { command, path, rest: args };
  if (!Object.hasOwn(commands, name)) {
    const suggestion = didYouMean(name, Object.keys(commands)) || `; there is ${await names(command)}`;
    throw new UsageError(`unknown command '${name}'${suggestion}`);
  }
  const next = (await value<CommandDef>(commands[name]))!;
  return find(next, rest, [...path, next]);
}

async function help(command: CommandDef, path: readonly CommandDef[], width: number): Promise<string> {
  const metas = await Promise.all(path.map(({ meta }) => value(meta)));
  const below = Object.entries((await value<SubCommandsDef>(command.subCommands)) ?? {});
  const commands = below.map(async ([name, one]) => {
    const meta = await value((await value<CommandDef>(one))?.meta);
    return [name, meta?.description ?? ''] as const;
  });
  return helpText(
    {
      name: metas.map((meta) => meta?.name ?? '').join(' '),
      description: metas.at(-1)?.description ?? '',
      args: (await value(command.args)) ?? {},
      commands: await Promise.all(commands),
    },
    width,
  );
}

const names = async (command: CommandDef) =>
  Object.keys((await value<SubCommandsDef>(command.subCommands)) ?? {}).join(', ');

/** citty lets every part of a command be a value, a promise or a function that gives one. */
async function value<T>(
  part: T | Promise<T> | (() => T) | (() => Promise<T>) | undefined,
): Promise<T | undefined> {
  return typeof part === 'function' ? (part as () => T | Promise<T>)() : part;
}
