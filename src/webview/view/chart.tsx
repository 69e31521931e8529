import { Component, createRef } from 'preact';
import { count } from '../model/format';
import { LineChart, type ChartContent } from './lineChart';
import { chartTheme, onThemeChange, type ChartTheme } from './theme';

interface Props {
  /** What is drawn, in words. */
  readonly label: string;
  readonly content: ChartContent;
  /** Called with the curve under the pointer. */
  readonly hover: (key: string | null) => void;
}

/** Milliseconds that a drawing waits at most. */
const mostWait = 300;

/** How many curves the line under a chart reads out. */
const mostRead = 6;

/**
 * A chart for eye, keyboard and ear: the figure takes the focus, arrow keys, Home and End walk over the steps, Escape
 * leaves, and the line below it says what is under the pointer.
 */
export class Chart extends Component<Props> {
  private readonly parent = createRef<HTMLDivElement>();
  private readonly readout = createRef<HTMLParagraphElement>();
  private chart: LineChart | null = null;
  private theme: ChartTheme = chartTheme();
  private readonly endings: (() => void)[] = [];
  private waiting: number | null = null;

  override componentDidMount(): void {
    const parent = this.parent.current!;
    this.chart = new LineChart(parent, {
      onPointer: (index) => this.read(index),
      onNear: (key) => this.props.hover(key),
    });
    this.drawSoon();
    const resized = new ResizeObserver(() => this.chart?.resize());
    resized.observe(parent);
    this.endings.push(
      () => resized.disconnect(),
      onThemeChange(() => {
        this.theme = chartTheme();
        this.chart?.draw(this.props.content, this.theme);
      }),
    );
  }

  override componentDidUpdate(before: Props): void {
    // What is brought out follows the pointer; other curves may come a moment after the rest of the page.
    if (before.content.data !== this.props.content.data) this.drawSoon();
    else if (this.waiting === null) this.chart?.draw(this.props.content, this.theme);
  }

  override componentWillUnmount(): void {
    if (this.waiting !== null) cancelIdleCallback(this.waiting);
    for (const end of this.endings) end();
    this.chart?.destroy();
  }

  override render({ label }: Props) {
    return (
      <figure
        class="chart"
        tabIndex={0}
        aria-label={`${label}. Arrow keys walk over the steps; the values also stand in the table below.`}
        onKeyDown={(event) => this.walk(event)}
      >
        <div ref={this.parent} class="plot" aria-hidden="true" />
        <p ref={this.readout} class="readout" />
      </figure>
    );
  }

  /** Draws once the page has been painted: in a long table what was pressed is to be seen first. */
  private drawSoon(): void {
    this.waiting ??= requestIdleCallback(
      () => {
        this.waiting = null;
        this.chart?.draw(this.props.content, this.theme);
      },
      { timeout: mostWait },
    );
  }

  private walk(event: KeyboardEvent): void {
    const last = this.props.content.data.steps.length - 1;
    const at = this.chart?.pointer ?? null;
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: at === null ? 0 : Math.min(last, at + 1),
      ArrowLeft: at === null ? last : Math.max(0, at - 1),
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      // Only a walk by key is spoken: a moving mouse would flood the listener.
      this.readout.current?.setAttribute('aria-live', 'polite');
      this.chart?.moveTo(target);
      event.preventDefault();
    } else if (event.key === 'Escape') {
      this.read(null);
    }
  }

  private read(index: number | null): void {
    const readout = this.readout.current;
    if (readout) readout.textContent = index === null ? '' : this.words(index);
  }

  private words(index: number): string {
    const { data, series, format } = this.props.content;
    const values = series.flatMap(({ label }, i) => {
      const value = data.values[i]?.[index] ?? null;
      return value === null ? [] : [`${label}: ${format(value)}`];
    });
    const rest = values.length > mostRead ? ['…'] : [];
    return [`Step ${count(data.steps[index] ?? 0)}`, ...values.slice(0, mostRead), ...rest].join('  ·  ');
  }
}
