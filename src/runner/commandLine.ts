import { renderUsage, runCommand, type CommandDef, type SubCommandsDef } from 'citty';
import { checkArguments } from './checkArguments';
import { didYouMean, UsageError } from './usageError';

/** Runs the command that the arguments name, or prints its help. */
export async function runCommandLine(
  root: CommandDef,
  args: readonly string[],
  print: (text: string) => void,
): Promise<void> {
  const { command, parent, rest } = await find(root, args);
  if (rest.includes('--help') || rest.includes('-h')) return print(await renderUsage(command, parent));
  if (command === root && rest.length === 1 && (rest[0] === '--version' || rest[0] === '-v')) {
    return print((await value(root.meta))?.version ?? '');
  }
  checkArguments(rest, (await value(command.args)) ?? {});
  if (command.subCommands) throw new UsageError(`which command? ${await names(command)}`);
  await runCommand(command, { rawArgs: [...rest] });
}

interface Found {
  readonly command: CommandDef;
  readonly parent: CommandDef | undefined;
  readonly rest: readonly string[];
}

async function find(command: CommandDef, args: readonly string[], parent?: CommandDef): Promise<Found> {
  const [name, ...rest] = args;
  const commands = await value(command.subCommands);
  if (!commands || name === undefined || name.startsWith('-')) return { command, parent, rest: args };
  if (!Object.hasOwn(commands, name)) {
    const suggestion = didYouMean(name, Object.keys(commands)) || `; there is ${await names(command)}`;
    throw new UsageError(`unknown command '${name}'${suggestion}`);
  }
  return find((await value<CommandDef>(commands[name]))!, rest, command);
}

const names = async (command: CommandDef) =>
  Object.keys((await value<SubCommandsDef>(command.subCommands)) ?? {}).join(', ');

/** citty lets every part of a command be a value, a promise or a function that gives one. */
async function value<T>(
  part: T | Promise<T> | (() => T) | (() => Promise<T>) | undefined,
): Promise<T | undefined> {
  return typeof part === 'function' ? (part as () => T | Promise<T>)() : part;
}
