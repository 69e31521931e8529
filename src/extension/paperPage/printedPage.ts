import { escapeHtml } from '../pages/pageHtml';

/**
 * A page as a file of its own, to be printed by a browser. Nothing in it may run or load: `html` came from a page, and is
 * believed as little as its messages are.
 */
export function printedPage({
  title,
  html,
  style,
}: {
  readonly title: string;
  readonly html: string;
  readonly style: string;
}): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
  <title>${escapeHtml(title)}</title>
  <style>${style}</style>
</head>
<body>
  <main>${html}</main>
</body>
</html>
`;
}
