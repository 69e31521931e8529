/**
 * Kills training runs at random moments, twenty times or METRIC_LAB_KILLS times, and a sweep of 24 runs three times, and has them
 * go on: `npm run test:kill`. The unit tests kill runs three times, and a smaller sweep.
 */
import { run } from './processes.mjs';
import { build, root, setUpPackages } from './setup.mjs';
import { main } from './steps.mjs';

await main(async () => {
  await setUpPackages();
  await build({ tests: true });
  await run(
    process.execPath,
    ['scripts/mocha.mjs', 'dist/test/unit/runner/kill.test.mjs', 'dist/test/unit/runner/sweep/kill.test.mjs'],
    {
      cwd: root,
      env: { METRIC_LAB_KILLS: '20', ...process.env },
    },
  );
});
