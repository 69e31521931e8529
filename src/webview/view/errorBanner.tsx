/** What went wrong, until the reader has seen it or the next snapshot comes. */
export function ErrorBanner({ message, dismiss }: { message: string; dismiss: () => void }) {
  return (
    <div class="error-banner" role="alert">
      <span>{message}</span>
      <vscode-button appearance="secondary" onClick={dismiss}>
        Dismiss
      </vscode-button>
    </div>
  );
}
