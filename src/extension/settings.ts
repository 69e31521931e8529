import * as vscode from 'vscode';
import { settingDefaults } from './ids';
import type { SettingId } from './ids';

type Setting<Id extends SettingId> = (typeof settingDefaults)[Id];

/** A setting's value, or its default where the user's value has the wrong type. What a list holds is not checked. */
export function readSetting<Id extends SettingId>(id: Id, scope?: vscode.Uri): Setting<Id> {
  const fallback: Setting<Id> = settingDefaults[id];
  const value: unknown = vscode.workspace.getConfiguration(undefined, scope).get(id);
  const fits = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
  return fits ? (value as Setting<Id>) : fallback;
}

export async function writeSetting<Id extends SettingId>(id: Id, value: Setting<Id>): Promise<void> {
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(id, value, target);
}

/** Hears when a setting changes, in whatever scope. */
export function onDidChangeSetting(id: SettingId, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(id)) listener();
  });
}
