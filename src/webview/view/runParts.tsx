import type { ComponentChildren } from 'preact';
import type { RunRow } from '../../protocol/results';
import type { Parts } from '../model/received';
import { runTabs, type RunTab, type UiState } from '../model/uiState';
import { Configuration } from './configuration';
import { Embeddings } from './embeddings';
import { Gallery } from './gallery';
import { Reproduce } from './reproduce';

interface Props {
  /** The run that is shown. */
  readonly row: RunRow;
  /** The run that it is held against. */
  readonly other: RunRow | null;
  readonly parts: Parts;
  readonly canRun: boolean;
  /** Asks for the run's embeddings. */
  readonly needEmbeddings: () => void;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

const titles: Readonly<Record<RunTab, string>> = {
  neighbours: 'Nearest neighbours',
  embeddings: 'Embeddings',
  configuration: 'Configuration',
  reproduce: 'Reproduce',
};

/** One run more closely: what it finds, how its embeddings lie, how it was set, and how to make it again. */
export function RunParts(props: Props) {
  const { row, ui, change } = props;
  return (
    <section class="run-parts" aria-labelledby="run-heading">
      <h2 id="run-heading">
        {row.variant} <span class="dim count">seed {row.seed}</span>
      </h2>
      <div
        class="tabs"
        role="tablist"
        aria-labelledby="run-heading"
        onKeyDown={(event) => turn(event, props)}
      >
        {runTabs.map((tab) => (
          <button
            key={tab}
            id={`tab-${tab}`}
            role="tab"
            aria-selected={ui.tab === tab}
            aria-controls="run-part"
            tabIndex={ui.tab === tab ? 0 : -1}
            onClick={() => change({ tab })}
          >
            {titles[tab]}
          </button>
        ))}
      </div>
      <div id="run-part" role="tabpanel" aria-labelledby={`tab-${ui.tab}`}>
        {partOf(props)}
      </div>
    </section>
  );
}

function turn(event: KeyboardEvent, { ui, change }: Props): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const tab = runTabs[(runTabs.indexOf(ui.tab) + by + runTabs.length) % runTabs.length]!;
  change({ tab });
  document.getElementById(`tab-${tab}`)?.focus();
}

function partOf(props: Props): ComponentChildren {
  const { row, other, parts, canRun, ui } = props;
  switch (ui.tab) {
    case 'neighbours':
      return <Neighbours {...props} />;
    case 'embeddings':
      return <Plane {...props} />;
    case 'configuration':
      return <Configuration rows={other ? [row, other] : [row]} />;
    case 'reproduce':
      return <Reproduce row={row} origin={parts.origins.get(row.id) ?? null} canRun={canRun} />;
  }
}

function Neighbours({ row, parts, ui, change }: Props) {
  const part = parts.gallery?.runId === row.id ? parts.gallery : null;
  if (!part?.gallery || !part.png) return <Missing part={part} what="pictures of its queries" row={row} />;
  return <Gallery gallery={part.gallery} png={part.png} ui={ui} change={change} />;
}

function Plane({ row, parts, needEmbeddings, ui, change }: Props) {
  const part = parts.projection?.runId === row.id ? parts.projection : null;
  if (!part?.projection) return <Missing part={part} what="embeddings to show" row={row} />;
  const embeddings = parts.embeddings?.runId === row.id ? parts.embeddings : null;
  return (
    <Embeddings
      {...{ runId: row.id, projection: part.projection, embeddings, need: needEmbeddings, ui, change }}
    />
  );
}

interface MissingProps {
  /** What came of it; null while nothing has. */
  readonly part: { readonly problem: string | null } | null;
  readonly what: string;
  readonly row: RunRow;
}

function Missing({ part, what, row }: MissingProps) {
  if (!part) return <p class="dim">Reading the run's files…</p>;
  if (part.problem !== null) return <p class="empty">{part.problem}</p>;
  const why = row.state === 'finished' ? 'It was made without.' : "They are written at a run's end.";
  return (
    <p class="empty">
      This run has no {what}. {why}
    </p>
  );
}
