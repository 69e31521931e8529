import { Component, createRef } from 'preact';
import type { Gallery as GalleryFile } from '../../protocol/run';
import { count, dash, percent } from '../model/format';
import { fitted, queriesOf, tileAt, type GalleryQuery } from '../model/galleryQueries';
import type { UiState } from '../model/uiState';
import { Checkbox } from './checkbox';

interface Props {
  readonly gallery: GalleryFile;
  /** gallery.png. */
  readonly png: Uint8Array;
  readonly ui: UiState;
  readonly change: (patch: Partial<UiState>) => void;
}

interface State {
  readonly sprite: ImageBitmap | null;
  readonly problem: string | null;
  /** Queries shown. */
  readonly shown: number;
  /** The cell that the arrow keys start from. */
  readonly row: number;
  readonly column: number;
}

/** Queries drawn at once, and how many each press adds. */
const more = 6;
/** CSS pixels of a picture, at most: three times a tile of 28 pixels. */
const side = 84;

/** Queries and their nearest neighbours, as a grid that the arrow keys walk. */
export class Gallery extends Component<Props, State> {
  override state: State = { sprite: null, problem: null, shown: more, row: 0, column: 0 };
  private readonly grid = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    void this.decode();
  }

  override componentDidUpdate(before: Props): void {
    if (before.png === this.props.png) return;
    this.setState({ shown: more, row: 0, column: 0 });
    void this.decode();
  }

  override componentWillUnmount(): void {
    this.state.sprite?.close();
  }

  override render({ gallery, ui, change }: Props, { problem, shown }: State) {
    const queries = queriesOf(gallery, ui.wrongOnly);
    if (problem !== null) return <p class="empty">{problem}</p>;
    return (
      <>
        <div class="part-tools">
          <Checkbox
            checked={ui.wrongOnly}
            toggle={() => {
              this.setState({ row: 0, column: 0 });
              change({ wrongOnly: !ui.wrongOnly });
            }}
          >
            Wrong only
          </Checkbox>
          <span class="dim">
            {count(queries.length)} of {count(gallery.queries.length)} queries, worst first; similarity is the
            cosine
          </span>
        </div>
        <div
          ref={this.grid}
          class="gallery"
          role="grid"
          aria-label="Queries and their nearest neighbours, worst first"
          aria-rowcount={queries.length}
          onKeyDown={(event) => this.walk(event, queries)}
        >
          {queries.slice(0, shown).map((query, row) => this.query(query, row))}
        </div>
        {queries.length === 0 && <p class="empty">No query is wrong.</p>}
        {queries.length > shown && (
          <vscode-button appearance="secondary" onClick={() => this.setState({ shown: shown + 4 * more })}>
            More queries
          </vscode-button>
        )}
      </>
    );
  }

  private query(query: GalleryQuery, row: number) {
    const name = this.nameOf(query.item);
    return (
      <div key={query.item} class="gallery-row" role="row" aria-rowindex={row + 1}>
        <Tile
          {...this.tileProps(query.item, row, 0)}
          kind="query"
          caption={`AP ${percent(query.averagePrecision)}`}
          label={`Query ${name}, average precision ${percent(query.averagePrecision)} %`}
        />
        {query.neighbours.map(({ item, similarity, same }, index) => (
          <Tile
            key={index}
            {...this.tileProps(item, row, index + 1)}
            kind={same ? 'right' : 'wrong'}
            caption={similarityText(similarity)}
            label={`${same ? 'right' : 'wrong'}: ${this.nameOf(item)}, similarity ${similarityText(similarity)}`}
          />
        ))}
      </div>
    );
  }

  private tileProps(item: number, row: number, column: number) {
    const { gallery } = this.props;
    const { sprite, row: activeRow, column: activeColumn } = this.state;
    return {
      ...{ gallery, sprite, item, row, column },
      focusable: row === activeRow && column === activeColumn,
      onFocus: () => this.setState({ row, column }),
    };
  }

  private nameOf(item: number): string {
    const { className, index } = this.props.gallery.items[item]!;
    return `${className} #${index}`;
  }

  private async decode(): Promise<void> {
    const { png } = this.props;
    this.state.sprite?.close();
    this.setState({ sprite: null, problem: null });
    try {
      const sprite = await createImageBitmap(new Blob([new Uint8Array(png)], { type: 'image/png' }));
      if (png === this.props.png) this.setState({ sprite });
    } catch {
      this.setState({ problem: 'gallery.png is no picture that can be shown.' });
    }
  }

  private walk(event: KeyboardEvent, queries: readonly GalleryQuery[]): void {
    const { row, column, shown } = this.state;
    const rows = Math.min(shown, queries.length);
    const last = (at: number) => queries[at]?.neighbours.length ?? 0;
    const targets: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      Home: [row, 0],
      End: [row, last(row)],
      PageDown: [rows - 1, column],
      PageUp: [0, column],
    };
    const target = targets[event.key];
    if (!target) return;
    event.preventDefault();
    const nextRow = Math.min(rows - 1, Math.max(0, target[0]));
    const nextColumn = Math.min(last(nextRow), Math.max(0, target[1]));
    this.grid.current?.querySelector<HTMLElement>(`[data-cell="${nextRow} ${nextColumn}"]`)?.focus();
  }
}

interface TileProps {
  readonly gallery: GalleryFile;
  readonly sprite: ImageBitmap | null;
  readonly item: number;
  readonly row: number;
  readonly column: number;
  readonly focusable: boolean;
  readonly onFocus: () => void;
  readonly kind: 'query' | 'right' | 'wrong';
  readonly caption: string;
  readonly label: string;
}

const glyphs = { query: '?', right: '✓', wrong: '✗' } as const;

/** A picture with its border, its glyph and its words: no meaning is in the colour alone. */
function Tile({ gallery, sprite, item, row, column, focusable, onFocus, kind, caption, label }: TileProps) {
  return (
    <div
      class={`tile tile-${kind}`}
      role={column === 0 ? 'rowheader' : 'gridcell'}
      aria-label={label}
      title={label}
      tabIndex={focusable ? 0 : -1}
      data-cell={`${row} ${column}`}
      onFocus={onFocus}
    >
      <Picture gallery={gallery} sprite={sprite} item={item} />
      <span class="tile-caption" aria-hidden="true">
        <span>
          <span class="tile-glyph">{glyphs[kind]}</span> {kind}
        </span>
        <span>{caption}</span>
      </span>
    </div>
  );
}

interface PictureProps {
  readonly gallery: GalleryFile;
  readonly sprite: ImageBitmap | null;
  readonly item: number;
}

/** One tile of the sprite. */
export class Picture extends Component<PictureProps> {
  private readonly canvas = createRef<HTMLCanvasElement>();

  override componentDidMount(): void {
    this.draw();
  }

  override shouldComponentUpdate(next: PictureProps): boolean {
    const { sprite, item, gallery } = this.props;
    return next.sprite !== sprite || next.item !== item || next.gallery !== gallery;
  }

  override componentDidUpdate(): void {
    this.draw();
  }

  override render({ gallery }: PictureProps) {
    const { width, height } = gallery.tile;
    const size = fitted(gallery.tile, side);
    return (
      <span class="tile-picture">
        <canvas
          ref={this.canvas}
          // Enlarged by whole pixels it stays as sharp as it is.
          class={size.width >= width ? 'enlarged' : undefined}
          width={width}
          height={height}
          style={{ width: `${size.width}px`, height: `${size.height}px` }}
          aria-hidden="true"
        />
      </span>
    );
  }

  private draw(): void {
    const { gallery, sprite, item } = this.props;
    const context = this.canvas.current?.getContext('2d');
    if (!context || !sprite) return;
    const { width, height } = gallery.tile;
    const { x, y } = tileAt(gallery, item);
    context.drawImage(sprite, x, y, width, height, 0, 0, width, height);
  }
}

function similarityText(similarity: number): string {
  return Number.isFinite(similarity) ? similarity.toFixed(2) : dash;
}
