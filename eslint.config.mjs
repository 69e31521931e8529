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

/** Inside the lab imports go down only: a folder, and the folders above it. */
const highest = ['compiler', 'training', 'engine'];
const above = {
  core: [
    'distances',
    'miners',
    'regularizers',
    'losses',
    'samplers',
    'numeric',
    'retrieval',
    'metrics',
    'models',
    'datasets',
    ...highest,
  ],
  distances: [
    'miners',
    'regularizers',
    'losses',
    'samplers',
    'numeric',
    'retrieval',
    'metrics',
    'models',
    'datasets',
    ...highest,
  ],
  miners: [
    'regularizers',
    'losses',
    'samplers',
    'numeric',
    'retrieval',
    'metrics',
    'models',
    'datasets',
    ...highest,
  ],
  regularizers: [
    'miners',
    'losses',
    'samplers',
    'numeric',
    'retrieval',
    'metrics',
    'models',
    'datasets',
    ...highest,
  ],
  losses: ['samplers', 'numeric', 'retrieval', 'metrics', 'models', 'datasets', ...highest],
  samplers: ['losses', 'numeric', 'retrieval', 'metrics', 'models', 'datasets', ...highest],
  numeric: [
    'retrieval',
    'miners',
    'regularizers',
    'losses',
    'samplers',
    'metrics',
    'models',
    'datasets',
    ...highest,
  ],
  retrieval: ['miners', 'regularizers', 'losses', 'samplers', 'metrics', 'models', 'datasets', ...highest],
  metrics: ['losses', 'samplers', 'models', 'datasets', ...highest],
  models: ['losses', 'samplers', 'numeric', 'retrieval', 'metrics', 'datasets', ...highest],
  datasets: ['losses', 'samplers', 'numeric', 'retrieval', 'metrics', 'models', ...highest],
  augmentations: [
    'distances',
    'miners',
    'regularizers',
    'losses',
    'samplers',
    'numeric',
    'retrieval',
    'metrics',
    'models',
    'datasets',
    ...highest,
  ],
  compiler: [
    'losses',
    'miners',
    'regularizers',
    'samplers',
    'numeric',
    'retrieval',
    'metrics',
    'models',
    'datasets',
    'training',
    'engine',
  ],
  engine: ['losses', 'samplers', 'numeric', 'retrieval', 'metrics', 'models', 'datasets', 'training'],
};

const zones = [
  ...Object.entries(forbidden).flatMap(([room, others]) =>
    others.map((other) => ({
      target: `./src/${room}`,
      from: `./src/${other}`,
      message: `${room} must not import ${other}: see ARCHITECTURE.md.`,
    })),
  ),
  ...Object.entries(above).flatMap(([folder, others]) =>
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
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.mjs', '.js'] })],
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      complexity: ['error', 12],
      eqeqeq: 'error',
      'no-warning-comments': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
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
  { files: ['src/extension/**'], rules: { 'no-restricted-imports': ['error', { patterns: [noTensors] }] } },
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
