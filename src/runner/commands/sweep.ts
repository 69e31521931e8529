import path from 'node:path';
import { defineCommand } from 'citty';
import { foldCuts } from '../../lab/datasets/folds';
import { engineRequests, type EngineRequest } from '../../lab/engine/engine';
import type { SweepSearch } from '../../protocol/sweep';
import { latexTable } from '../../statistics/tableText';
import { notesInWords, reportInWords, reportTable, sweepReport } from '../sweep/report';
import { sweep as runSweep } from '../sweep/sweep';
import { UsageError } from '../usageError';
import { wholeNumber, wholeNumbers } from '../wholeNumbers';

export const sweep = defineCommand({
  meta: {
    name: 'sweep',
    description:
      'Run an experiment many times: variants, seeds and folds, after a search for settings if wanted',
  },
  args: {
    file: {
      type: 'positional',
      required: true,
      description: 'The experiment, a TypeScript or JavaScript file',
    },
    variant: { type: 'string', valueHint: 'NAMES', description: 'One or several, as a,b (default: all)' },
    seeds: {
      type: 'string',
      valueHint: 'N',
      description: "How many, as 5, or which, as 0,1,2 (default: the experiment's)",
    },
    folds: {
      type: 'string',
      valueHint: 'N',
      description: 'Cut the training half into so many parts, each for validation in turn',
    },
    cut: {
      type: 'enum',
      options: [...foldCuts],
      description: 'How folds are cut: as in the Reality Check, or full, with no class left out',
    },
    search: {
      type: 'enum',
      options: ['random', 'halving'],
      description: "First search for the settings that the experiment's search states, on validation alone",
    },
    trials: {
      type: 'string',
      valueHint: 'N',
      description: 'With --search, trials of each variant (default: 20)',
    },
    steps: { type: 'string', valueHint: 'N', description: "Training steps (default: the experiment's)" },
    jobs: {
      type: 'string',
      valueHint: 'N',
      description: 'Runs at once; they share the processor (default: one for every four of its threads)',
    },
    backend: {
      type: 'enum',
      options: [...engineRequests],
      description: 'What computes (default: auto, the fastest there is)',
    },
    data: { type: 'string', valueHint: 'DIR', description: 'Look for data sets here first' },
    out: {
      type: 'string',
      valueHint: 'DIR',
      description: "Keep records in DIR/runs and DIR/sweeps (default: the workspace's .metric-lab)",
    },
    resume: {
      type: 'string',
      valueHint: 'SWEEP',
      description: 'Go on with a sweep that has not finished: its id, or latest',
    },
    retry: { type: 'boolean', description: 'With --resume, try the failed runs once more' },
    latex: { type: 'boolean', description: 'Print the table as LaTeX, for the booktabs package' },
    json: { type: 'boolean', description: 'Print the table as JSON; progress goes to standard error' },
  },
  async run({ args }) {
    const { resume, search, trials } = args;
    checkTogether(args);
    const number = (option: 'folds' | 'trials' | 'steps' | 'jobs', least: number) =>
      args[option] === undefined ? undefined : wholeNumber(`--${option}`, args[option], least);
    const { standing, search: space } = await runSweep(
      {
        file: path.resolve(args.file),
        out: args.out,
        wish: {
          variants: args.variant?.split(',').map((name) => name.trim()),
          seeds: seedsOf(args.seeds),
          folds: number('folds', 2),
          cut: args.cut as (typeof foldCuts)[number] | undefined,
          search: search as SweepSearch['method'] | undefined,
          trials: trials === undefined ? undefined : number('trials', 2),
          steps: number('steps', 1),
          atOnce: number('jobs', 1),
          backend: (args.backend ?? 'auto') as EngineRequest,
          data: args.data,
        },
        ...{ resume, retry: args.retry ?? false, runner: process.argv[1]! },
      },
      args.json || args.latex ? process.stderr : process.stdout,
    );
    const report = sweepReport(standing, space);
    if (args.json) console.log(JSON.stringify(report, null, 2));
    else if (args.latex) console.log(`${latexTable(reportTable(report))}${asComment(notesInWords(report))}`);
    else if (report.variants.some(({ units }) => units.length > 0)) console.log(`\n${reportInWords(report)}`);
    // As a shell says it of a program that was interrupted.
    if (report.runs.left > 0) process.exitCode = 130;
    if (report.runs.failed > 0) process.exitCode = 1;
  },
});

/** A sweep that goes on has its plan; what it leaves open may be said anew. */
function checkTogether(args: Readonly<Record<string, unknown>>): void {
  const planned = ['variant', 'seeds', 'folds', 'cut', 'search', 'trials', 'steps', 'backend', 'data'];
  const strange = planned.find((option) => args[option] !== undefined);
  if (args['resume'] !== undefined && strange !== undefined) {
    throw new UsageError(
      `option '--${strange}' does not go with '--resume': the sweep goes on as it was planned`,
    );
  }
  if (args['retry'] && args['resume'] === undefined) {
    throw new UsageError("option '--retry' needs '--resume', such as --resume latest");
  }
  if (args['trials'] !== undefined && args['search'] === undefined) {
    throw new UsageError("option '--trials' needs '--search', such as --search random");
  }
}

/** A lone number says how many. */
function seedsOf(text: string | undefined): readonly number[] | number | undefined {
  if (text === undefined) return undefined;
  return text.includes(',')
    ? wholeNumbers('--seeds', text.replace(/,\s*$/, ''), 0)
    : wholeNumber('--seeds', text, 1);
}

/** In LaTeX. */
const asComment = (text: string) => text.replace(/^(?=.)/gm, '% ');
