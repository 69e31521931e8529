import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Who may import whom: each room, and the rooms it must not see. ARCHITECTURE.md draws the same picture. */
const forbidden = {
  protocol: ['literature', 'lab', 'runs', 'runner', 'extension', 'webview'],
  literature: ['lab', 'runs', 'runner', 'extension', 'webview'],
  lab: ['literature', 'runs', 'runner', 'protocol', 'extension', 'webview'],
  statistics: ['literature', 'lab', 'runs', 'runner', 'extension', 'webview'],
  runs: ['literature', 'lab', 'runner', 'extension', 'webview'],
  webview: ['literature', 'lab', 'runs', 'runner', 'extension'],
  runner: ['extension', 'webview'],
  extension: ['lab', 'runner', 'webview'],
};

/** Inside the lab, whom each folder may import beside itself. `training` stands on all but the engines. */
const lowest = ['core', 'distances'];
const seen = {
  core: [],
  distances: ['core'],
  miners: lowest,
  regularizers: lowest,
  losses: [...lowest, 'miners', 'regularizers'],
  samplers: lowest,
  numeric: lowest,
  retrieval: [...lowest, 'numeric'],
  metrics: [...lowest, 'numeric', 'retrieval'],
  models: ['core'],
  datasets: ['core'],
  augmentations: ['core', 'datasets'],
  compiler: ['core'],
  engine: ['core', 'compiler', 'retrieval'],
};
const training = [
  'training',
  ...Object.keys(seen).filter((folder) => !['compiler', 'engine'].includes(folder)),
];
const folders = { ...seen, training };
const hidden = Object.entries(folders).map(([folder, visible]) => ({
  folder,
  others: Object.keys(folders).filter((other) => other !== folder && !visible.includes(other)),
}));

const zones = [
  ...Object.entries(forbidden).flatMap(([room, others]) =>
    others.map((other) => ({
      target: `./src/${room}`,
      from: `./src/${other}`,
      message: `${room} must not import ${other}: see ARCHITECTURE.md.`,
    })),
  ),
  ...hidden.flatMap(({ folder, others }) =>
    others.map((other) => ({
      target: `./src/lab/${folder}`,
      from: `./src/lab/${other}`,
      message: `Inside the lab imports go down only: ${folder} must not import ${other}.`,
    })),
  ),
];

const noVscode = { name: 'vscode', message: 'Only src/extension imports vscode.' };
const noTensors = {
  group: ['@tensorflow/*'],
  message: 'Tensors enter by src/lab/core/tf.ts and src/lab/engine alone.',
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'snippets/', 'test/output/', 'test/workbench/', '**/.metric-lab/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
      // Whose imports are followed, and by what they are read: without these two no cycle is ever found.
      'import-x/extensions': ['.ts', '.tsx', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      complexity: ['error', 12],
      eqeqeq: 'error',
      'no-warning-comments': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones }],
    },
  },
  {
    files: ['src/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [noVscode], patterns: [noTensors] }] },
  },
  {
    files: ['src/lab/core/tf.ts', 'src/lab/engine/**'],
    rules: { 'no-restricted-imports': ['error', noVscode] },
  },
  {
    files: ['src/extension/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [noTensors] }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ":matches(CallExpression[callee.object.name='l10n'], CallExpression[callee.object.property.name='l10n'])[arguments.0.type!='Literal']",
          message:
            'Texts are collected for translation from the code: write the sentence here, with {0} for what varies.',
        },
      ],
    },
  },
  {
    // An idea must be a pure function of tensors, or it cannot be compiled.
    files: ['src/lab/{core,distances,losses,miners,regularizers}/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(dataSync|data|arraySync|array|buffer|bufferSync)$/]',
          message: 'A loss must not read a tensor back: it could not be compiled.',
        },
      ],
    },
  },
  {
    // These two break the page's content security policy.
    files: ['src/webview/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']",
          message: 'Blocked by the CSP: set style properties.',
        },
        {
          selector: "MemberExpression[property.name='cssText']",
          message: 'Blocked by the CSP: set style properties.',
        },
        {
          selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]',
          message: 'Text of a document may be hostile: build elements, or sanitise into a fragment.',
        },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Text of a document may be hostile: build elements, or sanitise into a fragment.',
        },
      ],
    },
  },
  {
    // JSX learns of custom elements in no other way.
    files: ['src/webview/controls.ts'],
    rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
      },
    },
  },
  {
    // A TypeScript plugin is CommonJS, found by name.
    files: ['src/typescript-plugin/index.js'],
    languageOptions: { globals: { module: 'writable', require: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: [
      '*.mjs',
      'library/*/{experiment,*.experiment}.ts',
      'scripts/snippets/experiment.ts',
      'sample/**',
      'demo/**',
      'test/fixtures/**',
    ],
    rules: { 'import-x/no-default-export': 'off' },
  },
);
