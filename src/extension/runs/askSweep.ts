import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import type { Outline } from '../editor/outline';
import { sweepQuestions } from './sweepQuestions';
import type { SweepChoice, SweepQuestion } from './sweepQuestions';
import type { SweepDefinition } from './taskDefinition';

/** Asks what a sweep is to run, a question at a time; one can go back. @returns undefined where the user gives up */
export async function askSweep({ experiment }: Outline): Promise<SweepDefinition | undefined> {
  const variants = experiment?.variants.map(({ name }) => name) ?? [];
  const questions = sweepQuestions(variants, { jobs: Math.max(1, Math.floor(availableParallelism() / 2)) });
  const answers: Partial<SweepDefinition>[] = [];
  while (answers.length < questions.length) {
    const at = answers.length;
    const answer = await ask(questions[at]!, at + 1, questions.length);
    if (answer === undefined) return undefined;
    if (answer === 'back') answers.pop();
    else answers.push(answer);
  }
  const sweep: SweepDefinition = Object.assign({}, ...answers);
  // All of them need not be named: then one that is added later is among them.
  const { variants: chosen, ...rest } = sweep;
  return chosen === undefined || chosen.length === variants.length ? rest : sweep;
}

function ask(
  { title, items, many, typed }: SweepQuestion,
  step: number,
  totalSteps: number,
): Promise<Partial<SweepDefinition> | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<SweepChoice & vscode.QuickPickItem>();
  Object.assign(pick, { title: vscode.l10n.t('Run Sweep: {0}', title), step, totalSteps, items });
  pick.placeholder = typed?.hint;
  pick.canSelectMany = many ?? false;
  if (many) pick.selectedItems = pick.items;
  pick.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  pick.onDidChangeValue((text) => {
    // Whatever is typed has its place, also where no other label holds it.
    if (typed) pick.items = [...typed.choices(text).map((one) => ({ ...one, alwaysShow: true })), ...items];
  });
  return new Promise((resolve) => {
    pick.onDidTriggerButton(() => {
      resolve('back');
      pick.hide();
    });
    pick.onDidAccept(() => {
      // Of several variants at least one is needed.
      if (pick.selectedItems.length === 0) return;
      resolve(many ? joined(pick.selectedItems) : pick.selectedItems[0]!.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

const joined = (items: readonly SweepChoice[]): Partial<SweepDefinition> => ({
  variants: items.flatMap(({ value }) => value.variants ?? []),
});
