import * as vscode from 'vscode';
import { commandIds } from './ids';
import type { CommandArguments, CommandHandlers, CommandId } from './ids';
import { Disposable } from './disposable';
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
          return await this.handlers[id](...args);
        } catch (error) {
          this.log.report(error, id);
          return undefined;
        }
      }),
    );
  }
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
