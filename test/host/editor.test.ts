import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEditors, until } from './support/host';

const text = `import { configure, defineExperiment, losses } from 'metric-lab';
// see softtriple: SoftTriple Loss
export default defineExperiment({
  paper: 'circle-los',
  variants: { circle: { loss: configure(losses.circle, { gamma: 512 }) } },
});
`;

describe('In the code', () => {
  let document: vscode.TextDocument;

  before(activated);
  beforeEach(async () => {
    document = await vscode.workspace.openTextDocument({ language: 'typescript', content: text });
    await vscode.window.showTextDocument(document);
  });
  afterEach(closeEditors);

  const positionOf = (what: string, within = 1) =>
    document.positionAt(document.getText().indexOf(what) + within);
  const replace = async (what: string, by: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(positionOf(what, 0), positionOf(what, what.length)), by);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const ours = () =>
    vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'metric-lab');
  const hoverAt = async (what: string, within = 1): Promise<vscode.MarkdownString | undefined> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      positionOf(what, within),
    );
    return hovers
      .flatMap(({ contents }) => contents)
      .find(
        (part): part is vscode.MarkdownString =>
          part instanceof vscode.MarkdownString && /metricLab/.test(part.value),
      );
  };

  it('an idea of the lab has its card, with links to our commands alone', async () => {
    const card = await hoverAt('losses.circle', 9);
    assert.match(card?.value ?? '', /L = mean_i log/);
    assert.match(card?.value ?? '', /\| gamma \| 512 \| 80 \| 256 \|/);
    assert.match(card?.value ?? '', /Golden values: values \d+\/\d+/);
    assert.match(card?.value ?? '', /\(command:metricLab\.openPaperPage\?/);
  });

  it("a paper's id has its card, and links to its notes", async () => {
    assert.match((await hoverAt('softtriple'))?.value ?? '', /\*\*SoftTriple Loss/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const link = links.find(({ target }) => target?.scheme === 'command');
    assert.equal(link && document.getText(link.range), 'softtriple');
    assert.equal(link?.target?.path, 'metricLab.openPaperPage');
    assert.deepEqual(JSON.parse(link?.target?.query ?? ''), [{ paperId: 'softtriple' }]);
  });

  it('papers are offered by id and by title, in the experiment and in comments', async () => {
    const offeredAt = async (position: vscode.Position) => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return items.find(({ label }) => typeof label === 'object' && label.label === 'circle-loss');
    };
    const item = await offeredAt(positionOf('circle-los', 4));
    const card = item?.documentation;
    assert.match(card instanceof vscode.MarkdownString ? card.value : '', /^\*\*Circle Loss.*Yifan Sun/s);
    assert.match(item?.filterText ?? '', /Unified/);
    const range = item?.range instanceof vscode.Range ? item.range : item?.range?.replacing;
    assert.equal(range && document.getText(range), 'circle-los');
    assert.ok(await offeredAt(positionOf('softtriple', 0)));
    assert.equal(await offeredAt(positionOf('gamma')), undefined);
  });

  it('an unknown paper and an unusual setting are told, and put right by a quick fix', async () => {
    const told = await until('the findings', () => ours().length === 2 && ours());
    assert.deepEqual(
      told.map(({ code, severity, range }) => [code, severity, document.getText(range)]),
      [
        ['unknown-paper', vscode.DiagnosticSeverity.Information, 'circle-los'],
        ['unpublished-setting', vscode.DiagnosticSeverity.Information, '512'],
      ],
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      told[0]!.range,
    );
    const fix = actions.find(({ title }) => title === "Did you mean 'circle-loss'?");
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await replace('512', '80');
    await until('no finding', () => ours().length === 0);
    assert.match(document.getText(), /paper: 'circle-loss',/);
  });

  it('nothing is told where that is turned off', async () => {
    await until('the findings', () => ours().length === 2);
    const turn = (value: boolean | undefined) =>
      vscode.workspace
        .getConfiguration()
        .update('metricLab.diagnostics.enabled', value, vscode.ConfigurationTarget.Workspace);
    await turn(false);
    try {
      await until('no finding', () => ours().length === 0);
    } finally {
      await turn(undefined);
    }
  });
});
