/**
 * The tests that need neither an editor nor a browser: `npm run test:unit [-- TEXT]` for those whose path holds TEXT,
 * `npm run test:goldens` for the comparison with the published values alone; with `-- --record` it writes what it saw to
 * snippets/goldens.json. Without either, all but the goldens.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './processes.mjs';
import { build, root, setUpPackages } from './setup.mjs';
import { main, ScriptError } from './steps.mjs';

const { values, positionals } = parseArgs({
  options: { goldens: { type: 'boolean', default: false }, record: { type: 'boolean', default: false } },
  allowPositionals: true,
});

await main(async () => {
  await setUpPackages();
  await build({ tests: true });
  const folder = path.join(root, 'dist/test/unit');
  const built = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const isGolden = (/** @type {string} */ file) => file.startsWith(`goldens${path.sep}`);
  const [text = ''] = positionals;
  const files = built
    .filter((file) => file.endsWith('.test.mjs') && file.includes(text))
    .filter((file) => text !== '' || isGolden(file) === values.goldens)
    .sort();
  if (files.length === 0) throw new ScriptError(`No test has "${text}" in its path under test/unit.`);
  const report = `test/output/${values.goldens ? 'goldens' : 'unit'}.json`;
  await run(
    process.execPath,
    ['scripts/mocha.mjs', '--report', report, ...files.map((file) => path.join(folder, file))],
    { cwd: root, env: { ...process.env, METRIC_LAB_RECORD: values.record ? '1' : '' } },
  );
});
