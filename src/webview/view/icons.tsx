/** Small drawings in the text's colour, 16 by 16. They only repeat what a text beside them says. */
import type { ComponentChildren } from 'preact';
import type { RunState } from '../../protocol/run';

function Icon({ children, name }: { children: ComponentChildren; name: string }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <g fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round">
        {children}
      </g>
    </svg>
  );
}

const stateShapes: Readonly<Record<RunState, ComponentChildren>> = {
  running: <path d="M8 2.5a5.5 5.5 0 1 1-5.5 5.5" />,
  finished: <path d="M3 8.5l3.3 3.3L13 4.8" />,
  stopped: <rect x="4" y="4" width="8" height="8" rx="1" />,
  failed: <path d="M4 4l8 8M12 4l-8 8" />,
  interrupted: <path d="M8 3v6.5M8 12.6v.2" />,
};

export function StateIcon({ state }: { state: RunState }) {
  return <Icon name={state}>{stateShapes[state]}</Icon>;
}

export function TwistyIcon({ open }: { open: boolean }) {
  return <Icon name="twisty">{open ? <path d="M4 6l4 4 4-4" /> : <path d="M6 4l4 4-4 4" />}</Icon>;
}

export function FolderIcon() {
  return (
    <Icon name="folder">
      <path d="M1.8 12.5v-9h4l1.4 1.7h7v7.3z" />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon name="warning">
      <path d="M8 2.2L14.4 13.3H1.6zM8 6.4v3.4M8 11.6v.1" />
    </Icon>
  );
}

export function UnlikeIcon() {
  return (
    <Icon name="unlike">
      <path d="M3 6h10M3 10h10M10.5 3l-5 10" />
    </Icon>
  );
}

export function StarIcon({ filled }: { filled: boolean }) {
  return (
    <Icon name="star">
      <path
        d="M8 1.8l1.9 4 4.4.6-3.2 3 .8 4.4L8 11.7l-3.9 2.1.8-4.4-3.2-3 4.4-.6z"
        fill={filled ? 'currentColor' : 'none'}
      />
    </Icon>
  );
}
