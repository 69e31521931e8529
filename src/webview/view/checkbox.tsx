import { Component, type ComponentChildren } from 'preact';

interface Props {
  readonly checked: boolean;
  /** Called where the reader switches it, by pointer or key. */
  readonly toggle: () => void;
  readonly class?: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A checkbox that shows what the page's state says. The toolkit's tells of every change alike, the reader's and ours. */
export class Checkbox extends Component<Props> {
  private readonly changed = (event: Event & { readonly currentTarget: { readonly checked: boolean } }) => {
    if (event.currentTarget.checked !== this.props.checked) this.props.toggle();
  };

  override render({ checked, class: className, title, children }: Props) {
    return (
      <vscode-checkbox class={className} title={title} checked={checked} onChange={this.changed}>
        {children}
      </vscode-checkbox>
    );
  }
}
