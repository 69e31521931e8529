/** The extension as one file, as users install it. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, temporaryFolder } from './processes.mjs';
import { build, root } from './setup.mjs';
import { elapsed } from './steps.mjs';

const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');

/**
 * What goes in: .vscodeignore, and of ONNX Runtime, which brings the libraries of all platforms, those of this one.
 *
 * @returns {Promise<string>} path of an ignore file
 */
async function ignoreFile() {
  const file = path.join(await temporaryFolder(), 'vscodeignore');
  const libraries = `!node_modules/onnxruntime-node/bin/*/${process.platform}/${process.arch}/*`;
  await writeFile(file, `${await readFile(path.join(root, '.vscodeignore'), 'utf8')}${libraries}\n`);
  return file;
}

/** Paths of the files that go into it, relative to the clone. @returns {Promise<string[]>} */
export async function packagedFiles() {
  const command = [vsce, 'ls', '--dependencies', '--ignoreFile', await ignoreFile()];
  const listing = await run(process.execPath, command, { cwd: root, quiet: true });
  return listing.split('\n').filter((line) => line !== '');
}

/**
 * Builds the extension and packs it. It holds native libraries, hence a file for each platform.
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
      ...['--ignoreFile', await ignoreFile()],
    ],
    { cwd: root, quiet: true },
  );
  const count = (await packagedFiles()).length;
  const megabytes = ((await stat(file)).size / 1e6).toFixed(1);
  console.log(`Packing ${path.basename(file)}: ${count} files, ${megabytes} MB, done in ${elapsed(since)}`);
  return file;
}
