import type { PaperPageState } from '../../protocol/paperPage';
import { send } from '../host';
import { comparisonTable } from '../model/comparisonTable';
import type { PaperDigest } from '../model/paperDigest';
import { latexTable } from '../../statistics/tableText';
import { Bibliography } from '../view/bibliography';
import { Marks } from './marks';

interface Props {
  readonly state: PaperPageState;
  readonly digest: PaperDigest;
}

/** Title, bibliography, what can be done with the paper, and the reader's marks. */
export function Header({ state, digest }: Props) {
  return (
    <header class="page-header">
      <h1>{state.paper.title}</h1>
      <Bibliography paper={state.paper}>
        <button
          class="link-button"
          onClick={() => send({ type: 'copyBibtex' })}
          title="Copy the BibTeX entry"
        >
          BibTeX
        </button>
      </Bibliography>
      <Actions state={state} digest={digest} />
    </header>
  );
}

function Actions({ state, digest }: Props) {
  const { ideas, experiment } = state;
  const table = () => comparisonTable(state.paper, digest.groups, digest.best);
  return (
    <div class="actions">
      {experiment && <RunButtons state={state} />}
      {ideas.length === 1 && (
        <vscode-button
          appearance="secondary"
          title={ideas[0]!.summary}
          onClick={() => send({ type: 'insertIdea', ideaId: ideas[0]!.id })}
        >
          Insert {ideas[0]!.kind}
        </vscode-button>
      )}
      <vscode-button
        appearance="secondary"
        title={experiment?.file ?? 'Write a new experiment into the workspace'}
        onClick={() => send({ type: 'newExperiment' })}
      >
        {experiment?.exists ? 'Open experiment' : 'New experiment'}
      </vscode-button>
      <vscode-button
        appearance="secondary"
        title="Copy our runs and the reported figures as a table of booktabs"
        onClick={() => send({ type: 'copyTable', format: 'latex', text: latexTable(table()) })}
      >
        Copy as LaTeX
      </vscode-button>
      {!state.canRun && experiment && (
        <span id="run-reason" class="dim">
          Running code needs a trusted workspace.
        </span>
      )}
      <Marks {...state.marks} />
    </div>
  );
}

function RunButtons({ state }: { state: PaperPageState }) {
  const disabled = !state.canRun;
  const reason = disabled ? 'run-reason' : undefined;
  return (
    <>
      <vscode-button
        appearance="primary"
        disabled={disabled}
        aria-describedby={reason}
        title="Run every variant with five seeds, in the terminal"
        onClick={() => send({ type: 'runSeeds' })}
      >
        Run 5 seeds
      </vscode-button>
      <vscode-button
        appearance="secondary"
        disabled={disabled}
        aria-describedby={reason}
        title="Run the experiment in the terminal"
        onClick={() => send({ type: 'run' })}
      >
        Run
      </vscode-button>
    </>
  );
}
