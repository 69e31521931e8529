import { availableParallelism } from 'node:os';
import * as vscode from 'vscode';
import type { Outline } from '../editor/outline';
import type { SweepDefinition } from './taskDefinition';

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** One question; what was answered before may leave it out. */
interface Question {
  readonly title: string;
  readonly items: readonly Choice<Partial<SweepDefinition>>[];
  readonly many?: true;
}

/** Asks what a sweep is to run, a question at a time; one can go back. @returns undefined where the user gives up */
export async function askSweep({ experiment }: Outline): Promise<SweepDefinition | undefined> {
  const variants = experiment?.variants.map(({ name }) => name) ?? [];
  const questions = [
    ...(variants.length > 1 ? [variantsQuestion(variants)] : []),
    ...[seedsQuestion(), foldsQuestion(), searchQuestion(), jobsQuestion()],
  ];
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

function variantsQuestion(variants: readonly string[]): Question {
  const items = variants.map((name) => ({ label: name, picked: true, value: { variants: [name] } }));
  return { title: vscode.l10n.t('Variants'), items, many: true };
}

function seedsQuestion(): Question {
  const items = [5, 3, 10, 1].map((count) => ({
    label: count === 1 ? vscode.l10n.t('1 seed') : vscode.l10n.t('{0} seeds', count),
    value: { seeds: count },
  }));
  const own = { label: vscode.l10n.t("The experiment's seeds"), value: {} };
  return { title: vscode.l10n.t('Seeds'), items: [...items, own] };
}

function foldsQuestion(): Question {
  const own = { label: vscode.l10n.t("The data set's validation classes"), value: {} };
  const items = [4, 10].map((count) => ({
    label: vscode.l10n.t('{0} folds', count),
    description: vscode.l10n.t('each part of the training half for validation in turn'),
    value: { folds: count },
  }));
  return { title: vscode.l10n.t('Folds'), items: [own, ...items] };
}

function searchQuestion(): Question {
  const detail = vscode.l10n.t(
    "settings that the experiment's search states, chosen on validation classes alone",
  );
  return {
    title: vscode.l10n.t('Search for settings'),
    items: [
      { label: vscode.l10n.t('No search'), value: {} },
      { label: vscode.l10n.t('Random search, 20 trials'), detail, value: { search: 'random', trials: 20 } },
      {
        label: vscode.l10n.t('Successive halving, 27 trials'),
        detail,
        value: { search: 'halving', trials: 27 },
      },
    ],
  };
}

function jobsQuestion(): Question {
  const most = Math.max(1, Math.floor(availableParallelism() / 2));
  const counts = [1, 2, 4, 8].filter((count) => count <= most);
  return {
    title: vscode.l10n.t('Runs at once'),
    items: [
      { label: vscode.l10n.t('As many as suit this machine'), value: {} },
      ...counts.map((count) => ({ label: String(count), value: { jobs: count } })),
    ],
  };
}

function ask(
  { title, items, many }: Question,
  step: number,
  totalSteps: number,
): Promise<Partial<SweepDefinition> | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<Choice<Partial<SweepDefinition>>>();
  Object.assign(pick, { title: vscode.l10n.t('Run Sweep: {0}', title), step, totalSteps, items });
  pick.canSelectMany = many ?? false;
  if (many) pick.selectedItems = items;
  pick.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
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

const joined = (items: readonly Choice<Partial<SweepDefinition>>[]): Partial<SweepDefinition> => ({
  variants: items.flatMap(({ value }) => value.variants ?? []),
});
