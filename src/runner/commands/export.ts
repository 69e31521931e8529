import path from 'node:path';
import { defineCommand } from 'citty';
import { runsFolder } from '../newRecord';
import { exportRuns } from '../tensorboard/exportRuns';
import { UsageError } from '../usageError';
import { findWorkspace } from '../workspace';

export const exportCommand = defineCommand({
  meta: { name: 'export', description: 'Write runs for other programs: event files for TensorBoard' },
  args: {
    runs: { type: 'positional', required: false, description: 'Ids of runs, with commas between' },
    all: { type: 'boolean', description: 'All runs' },
    tensorboard: {
      type: 'string',
      valueHint: 'DIR',
      description: 'Write event files to DIR, a folder a run',
    },
    out: {
      type: 'string',
      valueHint: 'DIR',
      description: "Read the runs of DIR/runs (default: the workspace's .metric-lab)",
    },
  },
  async run({ args }) {
    const { runs, all, tensorboard, out } = args;
    if (tensorboard === undefined)
      throw new UsageError("option '--tensorboard' is needed: the folder to write to");
    if ((runs === undefined) !== (all ?? false)) throw new UsageError("give either ids of runs, or '--all'");
    const folder = runsFolder(findWorkspace(process.cwd()), out);
    const ids = runs?.split(',').map((id) => id.trim());
    const files = await exportRuns(folder, ids, path.resolve(tensorboard));
    console.log(`${files.length} event files; to look at them: tensorboard --logdir ${tensorboard}`);
  },
});
