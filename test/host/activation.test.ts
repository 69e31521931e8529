import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension', () => {
  const extension = vscode.extensions.getExtension('metric-lab.metric-lab');

  it('is found and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
