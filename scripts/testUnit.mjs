/**
 * The tests that need neither an editor nor a browser: `npm run test:unit [-- TEXT]` for those whose path holds TEXT,
 * `npm run test:goldens` for the comparison with the published values alone; with `-- --record` it writes what it saw to
 * snippets/goldens.json. Without either, all but the goldens.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, root, setUpPackages } from './setup.mjs';
import { main, ScriptError } from './steps.mjs';
import { runTestFiles } from './testFiles.mjs';

const { values, positionals } = parseArgs({
  options: { goldens: { type: 'boolean', default: false }, record: { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** @type {(file: string) => boolean} */
const isGolden = (file) => file.startsWith(`goldens${path.sep}`);

/** @type {(files: readonly string[], isFirst: (file: string) => boolean) => [string[], string[]]} */
const split = (files, isFirst) => [files.filter(isFirst), files.filter((file) => !isFirst(file))];

await main(async () => {
  await setUpPackages();
  await build({ tests: true });
  const folder = path.join(root, 'dist/test/unit');
  const built = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const [text = ''] = positionals;
  const chosen = built
    .filter((file) => file.endsWith('.test.mjs') && file.includes(text))
    .filter((file) => text !== '' || isGolden(file) === values.goldens)
    .sort();
  if (chosen.length === 0) throw new ScriptError(`No test has "${text}" in its path under test/unit.`);
  // The goldens are counted together. Begun last, those that take long would be waited for.
  const [goldens, others] = split(chosen, isGolden);
  const [long, short] = split(others, (file) => file.startsWith(`runner${path.sep}`));
  const groups = [goldens, ...[...long, ...short].map((file) => [file])].filter((group) => group.length > 0);
  await runTestFiles(
    groups.map((group) => group.map((file) => path.join(folder, file))),
    {
      report: `test/output/${values.goldens ? 'goldens' : 'unit'}.json`,
      most: availableParallelism(),
      env: { ...process.env, METRIC_LAB_RECORD: values.record ? '1' : '' },
    },
  );
});
