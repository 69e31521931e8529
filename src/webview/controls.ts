/**
 * The page's controls, registered here and nowhere else: another library of controls is a change of this one file.
 * `vscode-tag` stays out: its template has an inline style, which the page's content security policy blocks.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  type Button,
  type Checkbox,
  type Dropdown,
  type Option,
} from '@vscode/webview-ui-toolkit';
import type { HTMLAttributes } from 'preact';

type Control<Element extends HTMLElement, Own> = Omit<HTMLAttributes<Element>, keyof Own> & Own;

declare module 'preact/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': Control<
        Button,
        { appearance?: 'primary' | 'secondary' | 'icon'; disabled?: boolean; 'aria-label'?: string }
      >;
      'vscode-checkbox': Control<Checkbox, { checked?: boolean }>;
      'vscode-dropdown': Control<Dropdown, { value?: string; 'aria-label'?: string }>;
      'vscode-option': Control<Option, { value: string; selected?: boolean }>;
    }
  }
}

export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());
}
