import path from 'node:path';
import * as vscode from 'vscode';
import { readSetting } from './settings';

/** The `metric-lab` program, as tasks start it. */
export class Runner {
  /**
   * @param program its file
   * @param tensorflowFolder where TensorFlow is looked for that is not in the workspace
   */
  constructor(
    private readonly program: string,
    readonly tensorflowFolder: string,
  ) {}

  /** It in a folder of the workspace, under the editor's own Node. */
  execution(args: readonly string[], folder: vscode.WorkspaceFolder): vscode.ProcessExecution {
    const data = readSetting('metricLab.dataFolder', folder.uri);
    return new vscode.ProcessExecution(process.execPath, [this.program, ...args], {
      cwd: folder.uri.fsPath,
      env: {
        // In a desktop editor the executable is Electron, which has to be told to be Node.
        ...(process.versions.electron && { ELECTRON_RUN_AS_NODE: '1' }),
        ...(data !== '' && { METRIC_LAB_DATA: path.resolve(folder.uri.fsPath, data) }),
        METRIC_LAB_TENSORFLOW: this.tensorflowFolder,
        METRIC_LAB_BACKGROUND: '1',
      },
    });
  }
}
