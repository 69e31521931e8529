/** The page as it is drawn, for a file that is printed: without what can be pressed, and without what is only spoken. */
export function forPrint(page: Element): string {
  const copy = page.cloneNode(true) as Element;
  const gone = 'vscode-button, vscode-dropdown, .star, .exports, [role="status"], [role="alert"]';
  for (const element of copy.querySelectorAll(gone)) element.remove();
  for (const button of copy.querySelectorAll('button')) button.replaceWith(button.textContent ?? '');
  for (const element of copy.querySelectorAll('[tabindex]')) element.removeAttribute('tabindex');
  return copy.innerHTML;
}
