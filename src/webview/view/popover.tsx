import { Component, createRef, type ComponentChildren } from 'preact';

interface Props {
  /** What its button says. */
  readonly label: string;
  readonly children: ComponentChildren | ((close: () => void) => ComponentChildren);
}

/** A button with a box below it, which Escape, a press outside, or leaving it by Tab closes. */
export class Popover extends Component<Props, { open: boolean }> {
  override state = { open: false };
  private readonly root = createRef<HTMLDivElement>();
  private readonly onPointer = (event: PointerEvent) => {
    if (event.target instanceof Node && !this.root.current?.contains(event.target)) this.close(false);
  };

  override componentDidUpdate(_: Props, before: { open: boolean }): void {
    if (this.state.open === before.open) return;
    if (this.state.open) {
      document.addEventListener('pointerdown', this.onPointer);
      this.root.current
        ?.querySelector<HTMLElement>('.popover-box :is(button, vscode-checkbox, input)')
        ?.focus();
    } else document.removeEventListener('pointerdown', this.onPointer);
  }

  override componentWillUnmount(): void {
    document.removeEventListener('pointerdown', this.onPointer);
  }

  override render({ label, children }: Props, { open }: { open: boolean }) {
    return (
      <div
        ref={this.root}
        class="popover"
        onKeyDown={(event) => {
          if (event.key === 'Escape' && open) this.close(true);
        }}
        onFocusOut={(event) => {
          const next = event.relatedTarget;
          if (open && next instanceof Node && !this.root.current?.contains(next)) this.close(false);
        }}
      >
        <button
          class="popover-button"
          aria-haspopup="dialog"
          aria-expanded={open}
          onClick={() => this.setState({ open: !open })}
        >
          {label}
        </button>
        {open && (
          <div class="popover-box" role="dialog" aria-label={label}>
            {typeof children === 'function' ? children(() => this.close(true)) : children}
          </div>
        )}
      </div>
    );
  }

  private close(back: boolean): void {
    this.setState({ open: false });
    if (back) this.root.current?.querySelector<HTMLElement>('.popover-button')?.focus();
  }
}
