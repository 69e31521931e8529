/** The extension as one file, as users install it. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { run } from './processes.mjs';
import { build, root } from './setup.mjs';
import { elapsed } from './steps.mjs';

const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');

/** Paths of the files that go into it, relative to the clone. @returns {Promise<string[]>} */
export async function packagedFiles() {
  const listing = await run(process.execPath, [vsce, 'ls', '--dependencies'], { cwd: root, quiet: true });
  return listing.split('\n').filter((line) => line !== '');
}

/**
 * Builds the extension and packs it. It holds esbuild's binary, hence a file for each platform.
 *
 * @returns {Promise<string>} path of the .vsix
 */
export async function packageExtension() {
  await build();
  const since = Date.now();
  const { name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const target = `${process.platform}-${process.arch}`;
  const file = path.join(root, `${name}-${target}-${version}.vsix`);
  await run(
    process.execPath,
    [
      ...[vsce, 'package', '--target', target, '--out', file],
      // The clone names no public home: links of the README stay as they are.
      ...['--allow-missing-repository', '--no-rewrite-relative-links'],
    ],
    { cwd: root, quiet: true },
  );
  const count = (await packagedFiles()).length;
  const megabytes = ((await stat(file)).size / 1e6).toFixed(1);
  console.log(`Packing ${path.basename(file)}: ${count} files, ${megabytes} MB, done in ${elapsed(since)}`);
  return file;
}
