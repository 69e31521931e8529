import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  commandIds,
  papersViewId,
  runsViewId,
  snippetsViewId,
  paperPanelType,
  paperScheme,
  resultsPanelType,
  rowCommands,
  settingDefaults,
  taskType,
} from '../../../src/extension/ids';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly {
      command: string;
      title: string;
      category: string;
      enablement?: string;
    }[];
    readonly menus: Readonly<
      Record<string, readonly { command?: string; submenu?: string; when?: string }[]>
    >;
    readonly submenus: readonly { id: string }[];
    readonly views: Readonly<Record<string, readonly { id: string; icon: string }[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly WalkthroughStep[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { default: unknown }>> };
    readonly taskDefinitions: readonly { type: string }[];
    readonly problemPatterns: readonly { regexp: string }[];
    readonly snippets: readonly { path: string }[];
    readonly typescriptServerPlugins: readonly { name: string }[];
  };
}

interface WalkthroughStep {
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

const read = (file: string): string => readFileSync(file, 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
const { contributes } = manifest;
const sorted = (items: Iterable<string>) => [...items].sort();

describe('package.json', () => {
  it('has the commands of the code, and no other', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(commandIds));
    for (const { category } of contributes.commands) assert.equal(category, 'Metric Lab');
  });

  it('has the settings of the code, with the same defaults', () => {
    const settings = Object.entries(contributes.configuration.properties);
    assert.deepEqual(
      Object.fromEntries(settings.map(([id, { default: value }]) => [id, value])),
      settingDefaults,
    );
  });

  it('names the views, the panel, the documents and the task as the code does', () => {
    assert.deepEqual(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      [papersViewId, runsViewId, snippetsViewId],
    );
    assert.deepEqual(
      contributes.taskDefinitions.map(({ type }) => type),
      [taskType],
    );
    for (const panelType of [resultsPanelType, paperPanelType]) {
      assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${panelType}`));
    }
    assert.ok(manifest.activationEvents.includes(`onFileSystem:${paperScheme}`));
  });

  it('calls only commands that exist', () => {
    const called = [
      ...Object.values(contributes.menus)
        .flat()
        .flatMap(({ command }) => command ?? []),
      ...Object.values(texts).flatMap((text) =>
        [...text.matchAll(/command:(metricLab\.\w+)/g)].map(([, id]) => id),
      ),
    ];
    assert.deepEqual(
      called.filter((id) => !(commandIds as (string | undefined)[]).includes(id)),
      [],
    );
  });

  it('knows the commands that stand on rows', () => {
    const { menus } = contributes;
    const onRows = [...(menus['view/item/context'] ?? []), ...(menus['metricLab.markAs'] ?? [])];
    assert.deepEqual(sorted(rowCommands), sorted(new Set(onRows.flatMap(({ command }) => command ?? []))));
  });

  it('offers in the command list, without a folder or a run, only what needs neither', () => {
    const asks = (command: string) =>
      contributes.menus['commandPalette']?.find((entry) => entry.command === command)?.when;
    const always = contributes.commands.filter(
      ({ command, enablement }) => asks(command) === undefined && enablement === undefined,
    );
    assert.deepEqual(sorted(always.map(({ command }) => command.replace('metricLab.', ''))), [
      'addSummary',
      'filterPapers',
      'filterSnippets',
      'goToPaper',
      'groupPapers',
      'insertLoss',
      'insertSampler',
      'openPaper',
      'openPaperPage',
      'openSummary',
      'refreshPapers',
      'sortPapers',
    ]);
  });

  it('shows every submenu somewhere, and fills it', () => {
    const shown = Object.values(contributes.menus)
      .flat()
      .flatMap(({ submenu }) => submenu ?? []);
    const declared = contributes.submenus.map(({ id }) => id);
    assert.deepEqual(sorted(new Set(shown)), sorted(declared));
    for (const id of declared) assert.ok((contributes.menus[id]?.length ?? 0) > 0, id);
  });

  it('has a text for every placeholder, and no text that nothing shows', () => {
    const used = new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(sorted(used as Set<string>), sorted(Object.keys(texts)));
  });

  it('leads through five steps, each done when its context key says so', () => {
    const steps = contributes.walkthroughs.flatMap((one) => one.steps);
    assert.equal(steps.length, 5);
    const keys = steps.flatMap(({ completionEvents }) => completionEvents);
    const known = read('src/extension/ids.ts').split('interface ContextKeys')[1] ?? '';
    assert.equal(new Set(keys).size, 5);
    for (const key of keys) assert.ok(known.includes(`'${key.replace('onContext:', '')}': boolean`), key);
  });

  it("draws the walkthrough's pictures in colours of the theme alone, and says what they show", () => {
    for (const { media } of contributes.walkthroughs.flatMap((one) => one.steps)) {
      const svg = read(media.svg);
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour!);
      assert.ok(colours.length > 10);
      assert.deepEqual(
        colours.filter((colour) => colour !== 'none' && !colour.startsWith('var(--vscode-')),
        [],
      );
      assert.doesNotMatch(svg, /<style|<script|style=|href/);
      assert.match(media.altText, /^%.+%$/);
    }
  });

  it('has one button in each welcome, and links besides', () => {
    for (const { contents } of contributes.viewsWelcome) {
      const text = texts[contents.replaceAll('%', '')] ?? '';
      const buttons = text.split('\n').filter((line) => /^\[[^\]]*\]\([^)]*\)$/.test(line));
      assert.equal(buttons.length, 1, contents);
    }
  });

  it('never activates at start-up alone', () => {
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event === '*' || event.startsWith('onStartup')),
      [],
    );
  });

  it('names files that are there', () => {
    const files = [
      manifest.icon,
      ...Object.values(contributes.views)
        .flat()
        .map(({ icon }) => icon),
    ];
    files.push(...contributes.snippets.map(({ path }) => path));
    assert.deepEqual(
      files.filter((file) => !existsSync(file)),
      [],
    );
  });

  it('reads an experiment error as the runner prints it', () => {
    const pattern = new RegExp(contributes.problemPatterns[0]?.regexp ?? '');
    const error = '/home/a b/circle.experiment.ts:12:5: conv4: channels must be whole';
    // As it ends a run, one of several, and in the list of those that failed.
    for (const line of [error, `failed: ${error}`, `  circle, seed 0: ${error}`]) {
      assert.deepEqual(pattern.exec(line)?.slice(1), [
        '/home/a b/circle.experiment.ts',
        '12',
        '5',
        'conv4: channels must be whole',
      ]);
    }
    assert.equal(pattern.exec('step 300   validation R@1 64.2'), null);
  });
});

describe('The extension as it is loaded', () => {
  const bundle = 'dist/extension.js';

  before(function () {
    if (!existsSync(bundle)) {
      console.log(`      skipped: ${bundle} is not built`);
      this.skip();
    }
  });

  it('is smaller than 300 kB', () => {
    assert.ok(statSync(bundle).size < 300_000, `${statSync(bundle).size} bytes`);
  });

  it('holds no tensor library', () => {
    assert.doesNotMatch(read(bundle), /tfjs-core|tensor2d/i);
  });
});
