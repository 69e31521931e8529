import * as vscode from 'vscode';
import { commandIds, rowCommands } from './ids';
import type { CommandArguments, CommandHandlers, CommandId } from './ids';
import { Disposable } from './disposable';
import { UserError } from './log';
import type { Log } from './log';

/** Registers all commands; an error in one becomes a line in the log and one message. */
export class Commands extends Disposable {
  constructor(
    private readonly handlers: CommandHandlers,
    private readonly log: Log,
  ) {
    super();
  }

  register(): void {
    for (const id of commandIds) this.registerOne(id);
  }

  private registerOne<Id extends CommandId>(id: Id): void {
    this.track(
      vscode.commands.registerCommand(id, async (...args: CommandArguments[Id]) => {
        try {
          if (rowCommands.has(id)) assertRow(args);
          return await this.handlers[id](...args);
        } catch (error) {
          this.log.report(error, id);
          return undefined;
        }
      }),
    );
  }
}

/**
 * The editor passes nothing for a row that is drawn anew at the moment of the click. Which one was meant nobody knows: neither
 * what is selected nor a question would be an answer.
 */
function assertRow(args: readonly unknown[]): void {
  if (args.length > 0 && args[0] === undefined)
    throw new UserError(vscode.l10n.t('The list was just being drawn anew. Try once more.'));
}

/** A command of ours, as a tree item or a CodeLens carries it. */
export function commandLink<Id extends CommandId>(
  title: string,
  id: Id,
  ...args: CommandArguments[Id]
): vscode.Command {
  return { title, command: id, arguments: args };
}

/** A command of ours as a link's address. */
export function commandUri<Id extends CommandId>(id: Id, ...args: CommandArguments[Id]): vscode.Uri {
  return vscode.Uri.from({ scheme: 'command', path: id, query: JSON.stringify(args) });
}
