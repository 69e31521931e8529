import { seriesColours } from './lineStyle';

/** What a canvas must be told, since it knows no CSS variables. */
export interface ChartTheme {
  readonly font: string;
  readonly text: string;
  readonly grid: string;
  readonly series: readonly string[];
}

/** The colours and the font of the moment. */
export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const colour = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    font: `11px ${style.fontFamily}`,
    text: colour('--vscode-charts-foreground', style.color),
    grid: colour('--faint-line', style.color),
    series: seriesColours.map((name) => colour(name, style.color)),
  };
}

/**
 * Calls back when VS Code changes the theme: it sets the variables on the root element and the kind on the body.
 * Returns what ends it.
 */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  return () => observer.disconnect();
}
