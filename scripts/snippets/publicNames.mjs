import ts from 'typescript';
import { BuildError } from './buildError.mjs';

/**
 * What a module exports, by name.
 *
 * @param {string} file
 * @param {string} text
 * @returns {Set<string>}
 */
export function publicNames(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return new Set(source.statements.flatMap((statement) => exportedBy(statement, file)));
}

/** @type {(statement: ts.Statement, file: string) => string[]} */
function exportedBy(statement, file) {
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (!clause) throw new BuildError(`${file}: name what is exported instead of '${statement.getText()}'`);
    return ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [clause.name.text];
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = /** @type {ts.DeclarationStatement} */ (statement);
  return name ? [name.getText()] : [];
}
