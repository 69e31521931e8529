/** What is asked before a sweep: what one can choose, and what one can type instead. */
import { l10n } from 'vscode';
import type { SweepDefinition } from './taskDefinition';

export interface SweepChoice {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly picked?: boolean;
  readonly value: Partial<SweepDefinition>;
}

/** One question; what was answered before may leave it out. */
export interface SweepQuestion {
  readonly title: string;
  readonly items: readonly SweepChoice[];
  /** Several may be chosen, and at least one is. */
  readonly many?: true;
  /** What can be typed instead of choosing. */
  readonly typed?: {
    readonly hint: string;
    /** The choices that a text stands for; none where it stands for nothing. */
    readonly choices: (text: string) => readonly SweepChoice[];
  };
}

/** @param machine how many runs at once the machine bears at most */
export function sweepQuestions(
  variants: readonly string[],
  machine: { readonly jobs: number },
): readonly SweepQuestion[] {
  return [
    ...(variants.length > 1 ? [variantsQuestion(variants)] : []),
    ...[seedsQuestion(), foldsQuestion(), searchQuestion(), jobsQuestion(machine.jobs)],
  ];
}

function variantsQuestion(variants: readonly string[]): SweepQuestion {
  const items = variants.map((name) => ({ label: name, picked: true, value: { variants: [name] } }));
  return { title: l10n.t('Variants'), items, many: true };
}

function seedsQuestion(): SweepQuestion {
  const own = { label: l10n.t("The experiment's seeds"), value: {} };
  return {
    title: l10n.t('Seeds'),
    items: [...[5, 3, 10, 1].map(seedsChoice), own],
    typed: {
      hint: l10n.t('Choose, or type how many, or which: 0, 2, 5'),
      choices: (text) => {
        const [count, ...more] = numbersIn(text);
        if (count === undefined) return [];
        if (more.length === 0) return count >= 1 ? [seedsChoice(count)] : [];
        const seeds = [...new Set([count, ...more])];
        return [{ label: l10n.t('Seeds {0}', seeds.join(', ')), value: { seeds } }];
      },
    },
  };
}

function seedsChoice(count: number): SweepChoice {
  return {
    label: count === 1 ? l10n.t('1 seed') : l10n.t('{0} seeds', count),
    value: { seeds: count },
  };
}

function foldsQuestion(): SweepQuestion {
  const own = { label: l10n.t("The data set's validation classes"), value: {} };
  return {
    title: l10n.t('Folds'),
    items: [own, ...[4, 10].map(foldsChoice)],
    typed: { hint: l10n.t('Choose, or type how many'), choices: wholeNumber(2, (n) => [foldsChoice(n)]) },
  };
}

function foldsChoice(count: number): SweepChoice {
  return {
    label: l10n.t('{0} folds', count),
    description: l10n.t('each part of the training half for validation in turn'),
    value: { folds: count },
  };
}

function searchQuestion(): SweepQuestion {
  return {
    title: l10n.t('Search for settings'),
    items: [{ label: l10n.t('No search'), value: {} }, randomChoice(20), halvingChoice(27)],
    typed: {
      hint: l10n.t('Choose, or type how many trials'),
      choices: wholeNumber(2, (trials) => [randomChoice(trials), halvingChoice(trials)]),
    },
  };
}

function randomChoice(trials: number): SweepChoice {
  return {
    label: l10n.t('Random search, {0} trials', trials),
    detail: searchDetail(),
    value: { search: 'random', trials },
  };
}

function halvingChoice(trials: number): SweepChoice {
  return {
    label: l10n.t('Successive halving, {0} trials', trials),
    detail: searchDetail(),
    value: { search: 'halving', trials },
  };
}

const searchDetail = () =>
  l10n.t("settings that the experiment's search states, chosen on validation classes alone");

function jobsQuestion(most: number): SweepQuestion {
  const choice = (count: number) => ({ label: String(count), value: { jobs: count } });
  return {
    title: l10n.t('Runs at once'),
    items: [
      { label: l10n.t('As many as suit this machine'), value: {} },
      ...[1, 2, 4, 8].filter((count) => count <= most).map(choice),
    ],
    typed: { hint: l10n.t('Choose, or type how many'), choices: wholeNumber(1, (n) => [choice(n)]) },
  };
}

/** What a text of one whole number stands for. */
function wholeNumber(least: number, choices: (count: number) => readonly SweepChoice[]) {
  return (text: string) => {
    const numbers = numbersIn(text);
    return numbers.length === 1 && numbers[0]! >= least ? choices(numbers[0]!) : [];
  };
}

/** `7` and `0, 2, 5`; none where a text holds anything else. */
function numbersIn(text: string): readonly number[] {
  const parts = text.trim().split(/[\s,]+/);
  return parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map(Number) : [];
}
