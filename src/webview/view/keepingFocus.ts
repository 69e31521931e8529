/**
 * Updates the document and leaves the focus where it was. A keyed update keeps every element, but a browser takes the
 * focus from an element that is moved, as a sorted row is when its score comes in.
 */
export function keepingFocus(update: () => void): void {
  const focused = document.activeElement;
  update();
  if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true });
  }
}
