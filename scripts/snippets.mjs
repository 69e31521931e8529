/**
 * Makes snippets/ from the ideas themselves, the files of src/lab and src/statistics/inference: each snippet is the function as the library has it,
 * with the defaults as tab stops and its imports from 'metric-lab'. One more, of a whole experiment, is made from
 * snippets/experiment.ts beside this file.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import ts from 'typescript';
import { BuildError } from './snippets/buildError.mjs';
import { defaultsName, readIdea } from './snippets/ideaFile.mjs';
import { publicNames } from './snippets/publicNames.mjs';
import { snippetBody } from './snippets/tabStops.mjs';

/**
 * @typedef {import('./snippets/ideaFile.mjs').IdeaSource} IdeaSource
 * @typedef {import('../src/protocol/idea').IdeaEntry} IdeaEntry
 * @typedef {Pick<import('../src/literature/library').LibraryPaper, 'title' | 'venue' | 'year'>} PaperFacts
 */

/** @type {Readonly<Record<string, IdeaEntry['kind']>>} */
const kinds = {
  'lab/losses': 'loss',
  'lab/samplers': 'sampler',
  'lab/miners': 'miner',
  'lab/distances': 'distance',
  'lab/regularizers': 'regularizer',
  'lab/metrics': 'metric',
  'statistics/inference': 'statistic',
};

/**
 * Why what a kind does is not compiled, whatever the idea.
 * @type {Readonly<Partial<Record<IdeaEntry['kind'], string>>>}
 */
const uncompiledKinds = {
  sampler: 'chooses rows of the data set, before the step',
  metric: 'scores embeddings, outside of the step',
  statistic: 'compares runs, outside of the step',
};

/**
 * The files of snippets/ by name, as they should be.
 *
 * @param {string} root of the project
 * @returns {Promise<Record<string, string>>}
 * @throws BuildError that names the idea's file and what to change
 */
export async function makeSnippets(root) {
  const format = await formatter(root);
  const sources = (await Promise.all(Object.keys(kinds).map((folder) => readFolder(root, folder)))).flat();
  checkNames(sources.map(({ source }) => source));
  const index = path.join(root, 'src/lab/index.ts');
  checkImports(
    sources.map(({ source }) => source),
    publicNames('src/lab/index.ts', await readFile(index, 'utf8')),
  );

  const ideas = await Promise.all(
    sources.map(async ({ kind, source }) => {
      const facts = source.paper && (await readFacts(root, source.paper.id));
      return { entry: await makeEntry(kind, source, facts, format), facts };
    }),
  );
  const experiment = await format(await readFile(path.join(root, 'scripts/snippets/experiment.ts'), 'utf8'));
  /** @param {'typescript' | 'javascript'} language */
  const snippetFile = (language) => {
    const snippets = ideas.map(({ entry, facts }) => [
      `${entry.kind}: ${entry.name}`,
      { prefix: entry.prefix, description: describe(entry, facts), body: entry.body[language] },
    ]);
    return Object.fromEntries([...snippets, ['experiment', experimentSnippet(experiment)]]);
  };
  /** @type {(value: unknown) => string} */
  const json = (value) => JSON.stringify(value, null, 2) + '\n';
  return {
    'typescript.json': json(snippetFile('typescript')),
    'javascript.json': json(snippetFile('javascript')),
    'catalogue.json': json(ideas.map(({ entry }) => entry)),
    'experiment.ts': experiment,
  };
}

/**
 * Writes snippets/, and of it only what has changed.
 * @param {string} root
 */
export async function writeSnippets(root) {
  const folder = path.join(root, 'snippets');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(await makeSnippets(root))) {
    const file = path.join(folder, name);
    if (!existsSync(file) || (await readFile(file, 'utf8')) !== text) await writeFile(file, text);
  }
}

/**
 * @param {string} root
 * @param {string} folder of src
 */
async function readFolder(root, folder) {
  const from = path.join(root, 'src', folder);
  const names = existsSync(from) ? (await readdir(from)).filter((name) => name.endsWith('.ts')).sort() : [];
  const sources = await Promise.all(
    names.map(async (name) =>
      readIdea(`src/${folder}/${name}`, await readFile(path.join(from, name), 'utf8')),
    ),
  );
  const kind = /** @type {IdeaEntry['kind']} */ (kinds[folder]);
  return sources.filter((source) => source !== null).map((source) => ({ kind, source }));
}

/**
 * Two ideas must fit into one file: what one declares for itself, no other declares or imports.
 * @param {readonly IdeaSource[]} sources
 */
function checkNames(sources) {
  /** @type {Map<string, string>} */
  const imported = new Map(sources.flatMap(({ file, imports }) => imports.map(({ name }) => [name, file])));
  /** @type {Map<string, string>} */
  const declared = new Map();
  for (const { file, name, privateNames } of sources) {
    for (const own of [name, defaultsName(name), ...privateNames]) {
      const other = declared.get(own) ?? (own === name ? undefined : imported.get(own));
      if (other) {
        throw new BuildError(
          `${file}: '${own}' is a name in ${other}, too, and their snippets may meet in one file. If it is the same ` +
            'helper, move it to src/lab/core and export it from src/lab/index.ts; else name it after the idea.',
        );
      }
      declared.set(own, file);
    }
  }
}

/**
 * @param {readonly IdeaSource[]} sources
 * @param {ReadonlySet<string>} offered
 */
function checkImports(sources, offered) {
  const missing = sources.flatMap(({ file, imports }) => {
    const names = imports.map(({ name }) => name).filter((name) => !offered.has(name));
    return names.length > 0 ? [`${file} needs ${names.join(', ')}`] : [];
  });
  if (missing.length === 0) return;
  throw new BuildError(
    `Snippets import from 'metric-lab' alone, but src/lab/index.ts lacks:\n  ${missing.join('\n  ')}`,
  );
}

/**
 * @param {IdeaEntry['kind']} kind
 * @param {IdeaSource} source
 * @param {PaperFacts | null} facts
 * @param {Format} format
 * @returns {Promise<IdeaEntry>}
 */
async function makeEntry(kind, source, facts, format) {
  const { name, summary, paper, source: published, defaults, variants, equation, uncompiled } = source;
  const heading = paper ? [`// see ${paper.id}: ${reference(paper, facts)}`] : [];
  /** @type {(imports: string[], declarations: readonly string[]) => string} */
  const file = (imports, [first, ...others]) =>
    [...imports, [...heading, first].join('\n'), ...others].join('\n\n');
  const typescript = await format(file(importLine(source.imports), source.declarations));
  const values = source.declarations.map(withoutTypes).filter((text) => text !== '');
  const javascript = await format(
    file(importLine(source.imports.filter(({ typeOnly }) => !typeOnly)), values),
  );
  /** @type {(code: string) => string[]} */
  const body = (code) => snippetBody(code, (_, owner) => owner === defaultsName(name));
  return {
    id: `${kind}/${name}`,
    kind,
    name,
    summary,
    paper,
    source: published,
    prefix: `ml-${name}`,
    defaults,
    variants,
    equation,
    uncompiled: uncompiled ?? uncompiledKinds[kind] ?? null,
    body: { typescript: body(typescript), javascript: body(javascript) },
  };
}

/**
 * @param {readonly import('./snippets/ideaFile.mjs').Import[]} imports
 * @returns {string[]}
 */
function importLine(imports) {
  if (imports.length === 0) return [];
  const names = imports
    .toSorted((a, b) => Number(a.typeOnly) - Number(b.typeOnly) || (a.name < b.name ? -1 : 1))
    .map(({ name, typeOnly }) => (typeOnly ? `type ${name}` : name));
  return [`import { ${names.join(', ')} } from 'metric-lab';`];
}

/**
 * JavaScript, comments kept; nothing where only types were declared.
 * @param {string} declaration
 */
function withoutTypes(declaration) {
  const { outputText } = ts.transpileModule(declaration, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  return outputText.replace(/^export \{\s*\};$/m, '').trim();
}

/**
 * `Title (VENUE YEAR), equation 6`
 * @param {{ id: string, place: string }} paper
 * @param {PaperFacts | null} facts
 */
function reference({ place }, facts) {
  const title = facts ? `${facts.title} (${facts.venue} ${facts.year})` : null;
  return [title, place].filter(Boolean).join(', ');
}

/**
 * @param {IdeaEntry} entry
 * @param {PaperFacts | null} facts
 */
function describe({ summary, paper, source }, facts) {
  const origin = paper ? reference(paper, facts) : source;
  return origin ? `${summary} ${origin}` : summary;
}

/**
 * What the library says of a paper.
 * @param {string} root
 * @param {string} id
 * @returns {Promise<PaperFacts | null>} null where it does not have it
 */
async function readFacts(root, id) {
  const file = path.join(root, 'library', id, 'paper.json');
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : null;
}

/**
 * @typedef {(code: string) => Promise<string>} Format
 * @param {string} root
 * @returns {Promise<Format>}
 */
async function formatter(root) {
  const style = JSON.parse(await readFile(path.join(root, '.prettierrc.json'), 'utf8'));
  return (code) => prettier.format(code, { ...style, parser: 'typescript' });
}

/** What a user changes first in a new experiment. */
const experimentStops = ['data', 'model', 'steps', 'evaluateEvery', 'seeds'];

/**
 * The snippet of a whole experiment, which names no types.
 * @param {string} code
 */
function experimentSnippet(code) {
  return {
    prefix: 'ml-experiment',
    description: 'An experiment: variants compared under one protocol.',
    body: snippetBody(code, ({ name }) => experimentStops.includes(name.getText())),
  };
}
