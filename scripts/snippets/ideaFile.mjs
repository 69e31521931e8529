import path from 'node:path';
import ts from 'typescript';
import { BuildError } from './buildError.mjs';
import { literalValue } from './literals.mjs';

/**
 * What a snippet takes from an idea's file.
 *
 * @typedef {object} IdeaSource
 * @property {string} file for messages
 * @property {string} name the function, and the file
 * @property {string} summary first sentence of the docstring
 * @property {{ id: string, place: string } | null} paper
 * @property {string | null} source what the tag of that name says
 * @property {Readonly<Record<string, unknown>>} defaults
 * @property {Readonly<Record<string, Readonly<Record<string, unknown>>>>} variants
 * @property {readonly string[] | null} equation the indented part of the docstring
 * @property {string | null} uncompiled what the tag of that name says
 * @property {readonly Import[]} imports what the code needs from elsewhere
 * @property {readonly string[]} declarations TypeScript, in the file's order; `defaults` has the name of `defaultsName`
 * @property {readonly string[]} privateNames what the declarations declare besides the idea and its defaults
 *
 * @typedef {{ name: string, typeOnly: boolean }} Import
 */

/**
 * The name of an idea's defaults in a snippet: a file may hold several ideas.
 * @param {string} idea
 */
export const defaultsName = (idea) => `${idea}Defaults`;

/**
 * Reads an idea's file: the function of the file's name, and everything of the file that it stands on.
 *
 * @param {string} file
 * @param {string} text
 * @returns {IdeaSource | null} null where the file holds no idea: it exports no function of its own name, or marks it
 *   `@internal`
 */
export function readIdea(file, text) {
  const name = path.basename(file, '.ts');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const declared = declarationsOf(source);
  const idea = declared.get(name);
  if (!idea || !ts.isFunctionDeclaration(idea) || !isExported(idea) || isInternal(idea)) return null;

  /** @type {(statement: ts.Statement) => boolean} What else the file exports is to be imported, as from any other file. */
  const isOwn = (statement) => statement === idea || statement === declared.get('defaults') || !isExported(statement);
  const own = new Map([...declared].filter(([, statement]) => isOwn(statement)));
  const kept = [...neededBy(idea, own)].sort((a, b) => a.pos - b.pos);
  const offered = [...declared].filter(([, statement]) => !isOwn(statement));
  const imported = [
    ...importsOf(source),
    ...offered.map(([other, statement]) => ({ name: other, typeOnly: isType(statement) })),
  ];
  const used = new Set(kept.flatMap((statement) => references(statement).map((node) => node.text)));
  return {
    file,
    name,
    ...readDocstring(idea, file),
    defaults: /** @type {IdeaSource['defaults']} */ (constant(declared, 'defaults')),
    variants: /** @type {IdeaSource['variants']} */ (constant(declared, 'variants')),
    imports: imported.filter((one) => used.has(one.name)),
    declarations: kept.map((statement) => renamed(statement, 'defaults', defaultsName(name))),
    privateNames: kept.flatMap(namesOf).filter((one) => one !== name && one !== 'defaults'),
  };
}

/**
 * The statements of a file that declare something, by what they declare.
 * @param {ts.SourceFile} source
 */
function declarationsOf(source) {
  return new Map(source.statements.flatMap((statement) => namesOf(statement).map((name) => [name, statement])));
}

/** @type {(statement: ts.Statement) => string[]} */
function namesOf(statement) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((one) => one.name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement);
  return isNamed && statement.name ? [statement.name.text] : [];
}

/** @type {(statement: ts.Statement) => boolean} */
const isExported = (statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

/** @type {(statement: ts.Statement) => boolean} */
const isType = (statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);

/** @type {(idea: ts.FunctionDeclaration) => boolean} */
const isInternal = (idea) => ts.getJSDocTags(idea).some(({ tagName }) => tagName.text === 'internal');

/**
 * A statement and all others of the file that it refers to, directly or not.
 * @param {ts.Statement} first
 * @param {Map<string, ts.Statement>} declared
 */
function neededBy(first, declared) {
  const needed = new Set([first]);
  for (const statement of needed) {
    for (const { text } of references(statement)) {
      const other = declared.get(text);
      if (other) needed.add(other); // a set's loop goes on to what is added meanwhile
    }
  }
  return needed;
}

/**
 * The identifiers in a statement that may name something outside of it.
 * @param {ts.Node} node
 * @returns {ts.Identifier[]}
 */
function references(node) {
  if (ts.isIdentifier(node)) return isPlainName(node) ? [] : [node];
  /** @type {ts.Identifier[]} */
  const found = [];
  ts.forEachChild(node, (child) => void found.push(...references(child)));
  return found;
}

/**
 * Whether an identifier names a property: `x.name`, `{ name: x }`, `{ name: bound }`, `name: type`.
 * @param {ts.Identifier} node
 */
function isPlainName(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) &&
    parent.name === node
  );
}

/**
 * A statement's text, with its comments, and one name replaced by another.
 * @param {ts.Statement} statement
 * @param {string} from
 * @param {string} to
 */
function renamed(statement, from, to) {
  let text = statement.getFullText();
  const start = statement.getFullStart();
  for (const node of references(statement).filter((one) => one.text === from).reverse()) {
    const name = ts.isShorthandPropertyAssignment(node.parent) ? `${from}: ${to}` : to;
    text = text.slice(0, node.getStart() - start) + name + text.slice(node.getEnd() - start);
  }
  return text.trim();
}

/**
 * @param {ts.SourceFile} source
 * @returns {Import[]}
 */
function importsOf(source) {
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const bindings = importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) {
      throw new BuildError(`${source.fileName}: import ${moduleSpecifier.getText()} by names, as in { name }`);
    }
    return bindings.elements.map(({ name, propertyName, isTypeOnly }) => {
      if (propertyName) {
        throw new BuildError(`${source.fileName}: import ${propertyName.text} under its own name`);
      }
      return { name: name.text, typeOnly: isTypeOnly || importClause.isTypeOnly };
    });
  });
}

/**
 * The value of a constant of the file; an empty object where it has none of that name.
 * @param {ReadonlyMap<string, ts.Statement>} declared
 * @param {string} name
 */
function constant(declared, name) {
  const statement = declared.get(name);
  return statement ? literalValue(initializer(statement, name)) : {};
}

/**
 * @param {ts.Statement} statement
 * @param {string} name
 */
function initializer(statement, name) {
  const list = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const value = list.find((one) => one.name.getText() === name)?.initializer;
  if (!value) throw new BuildError(`${statement.getSourceFile().fileName}: ${name} must be a constant with a value`);
  return value;
}

/**
 * @param {ts.FunctionDeclaration} idea
 * @param {string} file
 */
function readDocstring(idea, file) {
  const [docstring] = ts.getJSDocCommentsAndTags(idea).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(docstring?.comment)?.trim();
  if (!docstring || !text) throw new BuildError(`${file}: ${idea.name?.text} has no docstring`);
  const [summary = ''] = /^[\s\S]*?(?:\.(?=\s|$)|(?=\n\s*\n)|$)/.exec(text) ?? [];
  /** @type {(name: string) => string | null} */
  const tagged = (name) => {
    const tag = docstring.tags?.find(({ tagName }) => tagName.text === name);
    return tag ? (ts.getTextOfJSDocComment(tag.comment)?.trim() ?? '') : null;
  };
  const paper = tagged('paper');
  return {
    summary: summary.replace(/\s+/g, ' '),
    equation: readEquation(text),
    paper: paper === null ? null : readPaper(paper, file),
    source: tagged('source'),
    uncompiled: tagged('uncompiled')?.replace(/\s+/g, ' ') ?? null,
  };
}

/**
 * The first paragraph of a docstring that is indented, without its indent.
 * @param {string} text
 */
function readEquation(text) {
  const [block] = /(?<=\n\s*\n)(?: {4}.*(?:\n|$))(?:(?: {4}.*| *)(?:\n|$))*/.exec(text) ?? [];
  return block === undefined ? null : block.trimEnd().split('\n').map((line) => line.slice(4).trimEnd());
}

/**
 * `@paper circle-loss, equation 6`
 * @param {string} text
 * @param {string} file
 */
function readPaper(text, file) {
  const match = /^([a-z0-9-]+)(?:,\s*(\S.*))?$/.exec(text);
  if (!match) throw new BuildError(`${file}: '@paper ${text}' is not of the form '@paper id, place'`);
  return { id: /** @type {string} */ (match[1]), place: match[2] ?? '' };
}
