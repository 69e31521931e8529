import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { jobKey, jobOf } from '../../src/runs/sweepJobs';
import { sampleRecord, sampleResult, sampleSweep, start } from '../unit/runs/samples';
import { themeNames, type WorkbenchPage, workbenchSuite } from './workbench';

const experiment = `import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

export default defineExperiment({
  data: data.glyphs({ classes: 30, perClass: 6, size: 12 }),
  model: models.mlp({ hidden: [16], dimension: 8 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 3 }),
  steps: 12_000,
  evaluateEvery: 6_000,
  variants: { contrastive: { loss: losses.contrastive }, triplet: { loss: losses.triplet } },
});
`;

/** The Runs view, with runs of earlier days and a sweep that goes on. */
describe('The Runs view', () => {
  let workbench: WorkbenchPage;

  workbenchSuite((opened) => {
    workbench = opened;
  });

  /** A run that is over, as its process left it. */
  async function past(variant: string, seed: number, score: number | null, sweep?: string): Promise<string> {
    const id = `2026010${seed + 1}-030405-${variant}-s${seed}-abcd`;
    const folder = path.join(workbench.workspace, '.metric-lab', 'runs', id);
    const createdAt = `2026-01-0${seed + 1}T03:04:05.000Z`;
    const { config } = sampleRecord();
    const record = sampleRecord({
      id,
      variant,
      seed,
      createdAt,
      config: { ...config, steps: 90 },
      ...(sweep !== undefined && { sweep: { id: sweep } }),
    });
    const state = score === null ? 'failed' : 'finished';
    const message = score === null ? 'the loss of step 31 is not a finite number' : undefined;
    const events = [start(0), { type: 'end', at: createdAt, step: score === null ? 31 : 90, state, message }];
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, 'events.jsonl'),
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
    if (score !== null) {
      const metrics = { ...sampleResult.metrics, test: { 'R@1': score } };
      await writeFile(path.join(folder, 'result.json'), JSON.stringify({ ...sampleResult, metrics }));
    }
    await writeFile(path.join(folder, 'run.json'), JSON.stringify(record));
    return jobKey(jobOf(record));
  }

  const asked = (question: string) =>
    workbench.page.locator('.quick-input-widget', { hasText: `Run Sweep: ${question}` });

  it('groups what is over, and shows a sweep while it goes on', async () => {
    for (const seed of [0, 1, 2, 3, 4]) {
      await past('circle', seed, 0.7 + seed / 200);
      await past('triplet', seed, 0.66 + seed / 300);
    }
    await past('softTriple', 0, null);
    const sweep = sampleSweep({ seeds: [5, 6, 7] });
    await mkdir(path.join(workbench.workspace, '.metric-lab', 'sweeps', sweep.id), { recursive: true });
    const file = path.join(workbench.workspace, '.metric-lab', 'sweeps', sweep.id, 'sweep.json');
    await writeFile(file, JSON.stringify(sweep));
    for (const seed of [5, 6]) await past('circle', seed, 0.69 + seed / 200, sweep.id);
    await workbench.activityIcon.click();
    await workbench.treeRow('circle · seeds 0–4').waitFor();
    await workbench.treeRow('softTriple · seed 0').waitFor();
    await mkdir(path.join(workbench.workspace, 'experiments'), { recursive: true });
    await writeFile(path.join(workbench.workspace, 'experiments', 'swept.experiment.ts'), experiment);
    await workbench.runCommand('Metric Lab: Run Sweep…');
    await workbench.pick('experiments/swept.experiment.ts');
    await asked('Variants').waitFor();
    await workbench.screenshot('run sweep, variants');
    await workbench.page.keyboard.press('Enter');
    await asked('Seeds').waitFor();
    await workbench.page.keyboard.type('3');
    await workbench.screenshot('run sweep, a number typed');
    await workbench.page.keyboard.press('Enter');
    const answers = {
      Folds: "The data set's validation classes",
      'Search for settings': 'No search',
    };
    for (const [question, answer] of Object.entries(answers)) {
      await asked(question).waitFor();
      await workbench.pick(answer);
    }
    await asked('Runs at once').waitFor();
    // A machine with few processors does not offer it.
    await workbench.page.keyboard.type('2');
    await workbench.pick('2');
    await workbench.treeRow('swept · sweep').waitFor({ timeout: 90_000 });
    await workbench.expand('swept · sweep');
    await workbench.treeRow('contrastive · seed 0, running').waitFor({ timeout: 90_000 });
    for (const theme of themeNames) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`runs, ${theme}`);
    }
    await workbench.runCommand('Metric Lab: Stop All');
    await workbench.treeRow('swept · sweep, stopped').waitFor({ timeout: 90_000 });
    await workbench.screenshot('runs, stopped');
  });
});
