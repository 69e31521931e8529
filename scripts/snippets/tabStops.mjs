import ts from 'typescript';
import { withoutTypes } from './literals.mjs';

/**
 * Code as the body of a VS Code snippet: the values of one object become tab stops with those values, all else is escaped.
 *
 * @param {string} code TypeScript or JavaScript
 * @param {(properties: ts.PropertyAssignment, owner: string | null) => boolean} isTabStop whether a property's value is
 *   to be a tab stop; `owner` is the constant that the property's object is the value of
 * @returns {string[]} lines
 */
export function snippetBody(code, isTabStop) {
  const source = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.ES2022, true);
  let body = '';
  let at = 0;
  tabStops(source, isTabStop).forEach((value, index) => {
    body += escapeText(code.slice(at, value.getStart()));
    body += `\${${index + 1}:${escapeValue(value.getText())}}`;
    at = value.getEnd();
  });
  return (body + escapeText(code.slice(at))).trimEnd().split('\n');
}

/**
 * @param {ts.Node} node
 * @param {(property: ts.PropertyAssignment, owner: string | null) => boolean} isTabStop
 * @returns {ts.Expression[]} in order of the text
 */
function tabStops(node, isTabStop) {
  if (ts.isPropertyAssignment(node) && isTabStop(node, ownerOf(node))) return [withoutTypes(node.initializer)];
  /** @type {ts.Expression[]} */
  const found = [];
  ts.forEachChild(node, (child) => void found.push(...tabStops(child, isTabStop)));
  return found;
}

/** @param {ts.PropertyAssignment} property */
function ownerOf({ parent: { parent: owner } }) {
  return ts.isVariableDeclaration(owner) ? owner.name.getText() : null;
}

/**
 * Outside of a tab stop `}` means itself.
 * @param {string} text
 */
const escapeText = (text) => text.replace(/[\\$]/g, '\\$&');

/** @param {string} text */
const escapeValue = (text) => text.replace(/[\\$}]/g, '\\$&');
