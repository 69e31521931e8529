import type { ResultsState } from '../../protocol/results';
import { send } from '../host';
import type { UiState } from '../model/uiState';
import { Bibliography } from './bibliography';

interface Props {
  readonly state: ResultsState;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

/** A longer list is no choice; the variants of a sweep run together, or from the command line. */
const mostChoices = 40;

/** Title, bibliography, and the buttons that run and open the experiment. */
export function Header({ state, ui, change }: Props) {
  return (
    <header class="page-header">
      <h1>{state.paper?.title ?? state.title}</h1>
      {state.paper && <Bibliography paper={state.paper} />}
      <Actions state={state} ui={ui} change={change} />
    </header>
  );
}

function Actions({ state, ui, change }: Props) {
  const reason = whyNot(state);
  const own = state.rows.filter((row) => row.experiment === state.experiment);
  const variants = [...new Set(own.map((row) => row.variant))];
  const variant = variants.find((name) => name === ui.variant) ?? null;
  return (
    <div class="actions">
      <vscode-button
        appearance="primary"
        disabled={reason !== null}
        title={reason ?? 'Run the experiment in the terminal'}
        aria-describedby={reason ? 'run-reason' : undefined}
        onClick={() => send({ type: 'run', variant })}
      >
        Run
      </vscode-button>
      <vscode-button
        appearance="secondary"
        disabled={reason !== null}
        title={reason ?? 'Run the first five seeds, some at once'}
        aria-describedby={reason ? 'run-reason' : undefined}
        onClick={() => send({ type: 'runSeeds', variant })}
      >
        Run 5 seeds
      </vscode-button>
      {variants.length > 1 && variants.length <= mostChoices && (
        <vscode-dropdown
          aria-label="Variant to run"
          value={variant ?? ''}
          onChange={(event) => change({ variant: event.currentTarget.value || null })}
        >
          {['', ...variants].map((name) => (
            <vscode-option key={name} value={name} selected={name === (variant ?? '')}>
              {name || 'All variants'}
            </vscode-option>
          ))}
        </vscode-dropdown>
      )}
      <vscode-button
        appearance="secondary"
        disabled={state.experiment === null}
        title={state.experiment ?? 'There is no experiment yet'}
        onClick={() => send({ type: 'openExperiment' })}
      >
        Open experiment
      </vscode-button>
      {reason && (
        <span id="run-reason" class="dim">
          {reason}
        </span>
      )}
    </div>
  );
}

/** Why nothing can be run; null where it can. */
function whyNot(state: ResultsState): string | null {
  if (state.experiment === null) {
    return state.paper ? 'No experiment of this paper exists yet.' : 'There is no experiment to run.';
  }
  return state.canRun ? null : 'Running code needs a trusted workspace.';
}
