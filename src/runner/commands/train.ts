import path from 'node:path';
import { defineCommand } from 'citty';
import { foldCuts, foldDefaults } from '../../lab/datasets/folds';
import { engineRequests, type EngineRequest } from '../../lab/engine/engine';
import { LabError } from '../../lab/core/labError';
import { failuresInWords, type FailedRun } from '../failedRun';
import { foldsWish } from '../foldsWish';
import { selections, type Selection } from '../selection';
import { summary, type FinishedRun } from '../summary';
import { train as trainRuns, type TrainedRun } from '../train';
import { UsageError } from '../usageError';
import { wholeNumber, wholeNumbers } from '../wholeNumbers';

export const train = defineCommand({
  meta: {
    name: 'train',
    description: 'Run an experiment: train its variants, choose by validation, score on test',
  },
  args: {
    file: {
      type: 'positional',
      required: true,
      description: 'The experiment, a TypeScript or JavaScript file',
    },
    variant: {
      type: 'string',
      valueHint: 'NAME',
      default: 'all',
      description: 'Which variant, or all in turn',
    },
    seed: {
      type: 'string',
      valueHint: 'N',
      description: "One or several, as 0,1,2 (default: the experiment's first)",
    },
    fold: {
      type: 'string',
      valueHint: 'K',
      description:
        "Choose by another part of the training half: one or several, as 0,1, from 0, or all (default: the data set's validation classes)",
    },
    folds: {
      type: 'string',
      valueHint: 'N',
      description: `With --fold, into how many parts the training half is cut (default: the experiment's, or ${foldDefaults.folds})`,
    },
    cut: {
      type: 'enum',
      options: [...foldCuts],
      description: 'With --fold, the cut: as in the Reality Check, or full, with no class left out',
    },
    trial: {
      type: 'string',
      valueHint: 'N',
      description: "Take the settings that this trial of the variant's search draws; 0: as written",
    },
    'validation-only': {
      type: 'boolean',
      description: 'Leave the test classes out: choose and score by validation alone, as a search does',
    },
    select: {
      type: 'enum',
      options: [...selections],
      description:
        'The weights to score on test: best by validation (default), last, or oracle: best on test, flagged, never a fair result',
    },
    'keep-going': { type: 'boolean', description: 'Train on where the embeddings have collapsed' },
    steps: { type: 'string', valueHint: 'N', description: "Training steps (default: the experiment's)" },
    backend: {
      type: 'enum',
      options: [...engineRequests],
      default: 'auto',
      description: 'What computes; auto takes the fastest there is, and doctor tells why',
    },
    threads: {
      type: 'string',
      valueHint: 'N',
      description: 'Threads on the processor (default: one a core)',
    },
    data: { type: 'string', valueHint: 'DIR', description: 'Look for data sets here first' },
    out: {
      type: 'string',
      valueHint: 'DIR',
      description: "Keep run records in DIR/runs (default: the workspace's .metric-lab)",
    },
    resume: {
      type: 'string',
      valueHint: 'RUN',
      description: 'Go on with a run that has not finished: its id, or latest',
    },
    sweep: { type: 'string', valueHint: 'ID', description: 'The sweep that the runs are a part of' },
    smoke: { type: 'boolean', description: 'A few steps only, to see that everything works' },
    json: { type: 'boolean', description: 'Print the results as JSON; progress goes to standard error' },
  },
  async run({ args }) {
    checkTogether(args);
    const { runs, failed, stopped } = await trainRuns(
      {
        file: path.resolve(args.file),
        variant: args.variant === 'all' ? undefined : args.variant,
        seeds: args.seed === undefined ? undefined : wholeNumbers('--seed', args.seed, 0),
        folds: foldsWish(args),
        trial: numberIn('--trial', args.trial, 0),
        validationOnly: args['validation-only'] ?? false,
        select: args.select as Selection | undefined,
        keepGoing: args['keep-going'] ?? false,
        sweep: args.sweep,
        threads: numberIn('--threads', args.threads, 1),
        steps: numberIn('--steps', args.steps, 1),
        backend: args.backend as EngineRequest,
        data: args.data,
        out: args.out,
        resume: args.resume,
        smoke: args.smoke ?? false,
        programFolder: __dirname,
      },
      args.json ? process.stderr : process.stdout,
    );
    const finished = runs.flatMap(finishedRun);
    if (args.json) console.log(JSON.stringify([...runs.map(asJson), ...failed.map(failedAsJson)], null, 2));
    else if (finished.some(isScored)) console.log(`\n${summary(finished)}`);
    if (failed.length > 0) throw new LabError(failuresInWords(failed, runs.length + failed.length));
    // As a shell says it of a program that was interrupted, before its first run, too.
    if (stopped) process.exitCode = 130;
  },
});

function checkTogether(args: {
  readonly select?: string | undefined;
  readonly 'validation-only'?: boolean | undefined;
}): void {
  if (args.select !== 'oracle' || !args['validation-only']) return;
  throw new UsageError(
    "option '--select oracle' looks at the test classes, which '--validation-only' leaves out",
  );
}

/** Undefined where the option was not given. */
const numberIn = (option: string, text: string | undefined, least: number) =>
  text === undefined ? undefined : wholeNumber(option, text, least);

const finishedRun = ({ record, result }: TrainedRun): FinishedRun[] =>
  result ? [{ variant: record.variant, seed: record.seed, fold: record.split?.fold?.index, result }] : [];

const isScored = ({ result }: FinishedRun) => Object.keys(result.metrics.test).length > 0;

const asJson = ({ folder, record: { id, variant, seed, split, backend }, result }: TrainedRun) => ({
  ...{ id, folder, variant, seed, fold: split?.fold?.index, backend },
  state: result ? 'finished' : 'stopped',
  result,
});

const failedAsJson = (failed: FailedRun) => ({ ...failed, state: 'failed' });
