import ts from 'typescript';
import { BuildError } from './buildError.mjs';

/**
 * The expression without what only types need: `as`, `satisfies`, brackets.
 * @param {ts.Expression} expression
 * @returns {ts.Expression}
 */
export function withoutTypes(expression) {
  const wrapped =
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression);
  return wrapped ? withoutTypes(expression.expression) : expression;
}

/**
 * The value of an expression made of literals alone.
 * @param {ts.Expression} expression
 * @returns {unknown}
 */
export function literalValue(expression) {
  const node = withoutTypes(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(literalValue);
  if (ts.isObjectLiteralExpression(node)) return Object.fromEntries(node.properties.map(entry));
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return -Number(literalValue(node.operand));
  }
  const word = words.get(node.kind);
  if (word === undefined) throw notLiteral(node);
  return word;
}

/** @type {ReadonlyMap<ts.SyntaxKind, boolean | null>} */
const words = new Map([
  [ts.SyntaxKind.TrueKeyword, true],
  [ts.SyntaxKind.FalseKeyword, false],
  [ts.SyntaxKind.NullKeyword, null],
]);

/**
 * @param {ts.ObjectLiteralElementLike} property
 * @returns {[string, unknown]}
 */
function entry(property) {
  if (!ts.isPropertyAssignment(property)) throw notLiteral(property);
  return [property.name.getText().replace(/^'(.*)'$/, '$1'), literalValue(property.initializer)];
}

/** @param {ts.Node} node */
function notLiteral(node) {
  const { fileName } = node.getSourceFile();
  return new BuildError(`${fileName}: defaults and variants must be literals, not ${node.getText()}`);
}
