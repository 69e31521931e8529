import path from 'node:path';
import { defineCommand } from 'citty';
import * as lab from '../../lab/index';
import type { Outcome } from '../../protocol/outcome';
import { replaceFile } from '../../runs/replaceFile';
import { listRuns } from '../../runs/runList';
import { outcomeInWords } from '../../statistics/outcomeInWords';
import { percent } from '../../statistics/percent';
import { summarise } from '../../statistics/inference/summarise';
import { testsInWords } from '../../statistics/testsInWords';
import { asExperiment } from '../asExperiment';
import { loadExperiment } from '../loadExperiment';
import { runsFolder } from '../newRecord';
import { outcomeOf } from '../outcome';
import { table } from '../table';
import { findWorkspace, innerPath } from '../workspace';

export const claim = defineCommand({
  meta: { name: 'claim', description: "Say what an experiment's finished runs say of its claim" },
  args: {
    file: {
      type: 'positional',
      required: true,
      description: 'The experiment, a TypeScript or JavaScript file',
    },
    out: {
      type: 'string',
      valueHint: 'DIR',
      description: "Read the runs of DIR/runs (default: the workspace's .metric-lab)",
    },
    save: { type: 'boolean', description: 'Write it to outcome.json beside the experiment' },
    json: { type: 'boolean', description: 'Print it as JSON' },
  },
  async run({ args }) {
    const file = path.resolve(args.file);
    const workspace = findWorkspace(path.dirname(file));
    const { value, codeHash } = await loadExperiment(file, lab);
    const runs = await listRuns(runsFolder(workspace, args.out));
    const finished = runs.flatMap(({ record, result }) => (record && result ? [{ record, result }] : []));
    const { outcome, leftOut } = outcomeOf(
      { file: innerPath(workspace, file), codeHash, experiment: asExperiment(value, file) },
      finished,
    );
    const json = JSON.stringify(outcome, null, 2);
    if (args.save) await replaceFile(path.join(path.dirname(file), 'outcome.json'), `${json}\n`);
    console.log(args.json ? json : inWords(outcome));
    // No part of the JSON, which stands for the runs that were compared.
    if (leftOut.length > 0) console.error(`runs left out: ${leftOut.join('; ')}`);
  },
});

function inWords(outcome: Outcome): string {
  const { claim, scores, folds, untrained, backend, device } = outcome;
  const rows = Object.entries(scores).map(([variant, values]) => {
    const found = summarise(values.filter((value) => value !== null));
    const spread = found?.interval ? `± ${percent(found.interval[1] - found.mean)}` : '';
    return [variant, found ? percent(found.mean) : '', spread, String(found?.n ?? 0)];
  });
  const scoreTable = table([
    [`${claim.on} on test classes, %`, 'mean', '95 %', folds ? 'runs' : 'seeds'],
    ['untrained', percent(untrained), '', String(scores[claim.better]!.length)],
    ...rows,
  ]);
  const tests = testsInWords(scores[claim.better]!.map(Number), scores[claim.than]!.map(Number));
  // Nadeau and Bengio 2003, "Inference for the generalization error".
  const caution = folds ? 'folds share classes to train on: the interval over them is rather too narrow' : '';
  return [`${scoreTable}\n`, outcomeInWords(outcome), tests, caution, `computed by ${backend} on ${device}`]
    .filter((line) => line !== '')
    .join('\n');
}
