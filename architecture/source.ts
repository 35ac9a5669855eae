import ts from 'typescript';

/** One file as the law sees it: its path from the root of the repository, and its text. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** One `import`, `export … from`, `import()` or `import('…')` type. */
export interface ImportOf {
  readonly from: string;
  readonly line: number;
  /** The names it takes; `*` for everything, none for a bare import. */
  readonly names: readonly string[];
}

/** A word that code uses: an identifier or a piece of a string. Comments are not among them. */
export interface Word {
  readonly text: string;
  readonly line: number;
}

/** What the law needs to know about a file. */
export interface Source extends SourceText {
  readonly imports: readonly ImportOf[];
  readonly words: readonly Word[];
  /** Uses of the runtime's own time, chance and network. */
  readonly ambient: readonly AmbientUse[];
  /** Names of the values it exports; `*` for `export * from`. */
  readonly exportedValues: readonly string[];
  /** Every `export { … } from`: the exported name and where it comes from. */
  readonly passedOn: readonly { readonly name: string; readonly from: string }[];
}

export interface AmbientUse {
  readonly what: 'time' | 'chance' | 'network';
  readonly text: string;
  readonly called: boolean;
  readonly line: number;
}

/** Reads a file with the compiler's own parser. */
export function readSource({ file, text }: SourceText): Source {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const imports: ImportOf[] = [];
  const words: Word[] = [];
  const ambient: AmbientUse[] = [];
  const exportedValues: string[] = [];
  const passedOn: { name: string; from: string }[] = [];
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

  const visit = (node: ts.Node): void => {
    const found = importAt(node);
    if (found) imports.push({ ...found, line: lineOf(node) });
    if (isWord(node)) words.push({ text: node.text, line: lineOf(node) });
    const use = ambientAt(node);
    if (use) ambient.push({ ...use, line: lineOf(node) });
    if (ts.isExportDeclaration(node)) {
      const from = textOf(node.moduleSpecifier);
      for (const name of namesExportedBy(node)) {
        if (!name.typeOnly) exportedValues.push(name.text);
        if (from !== undefined) passedOn.push({ name: name.text, from });
      }
    }
    exportedValues.push(...valuesDeclaredBy(node));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { file, text, imports, words, ambient, exportedValues, passedOn };
}

function importAt(node: ts.Node): Omit<ImportOf, 'line'> | undefined {
  if (ts.isImportDeclaration(node)) {
    const from = textOf(node.moduleSpecifier);
    return from === undefined ? undefined : { from, names: namesImportedBy(node.importClause) };
  }
  if (ts.isExportDeclaration(node)) {
    const from = textOf(node.moduleSpecifier);
    if (from === undefined) return undefined;
    const { exportClause } = node;
    const names =
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map((it) => (it.propertyName ?? it.name).text)
        : ['*'];
    return { from, names };
  }
  if (ts.isCallExpression(node) && isLoader(node.expression)) {
    const from = textOf(node.arguments[0]);
    return from === undefined ? undefined : { from, names: ['*'] };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const from = textOf(node.argument.literal);
    const { qualifier } = node;
    return from === undefined ? undefined : { from, names: [qualifier ? firstName(qualifier) : '*'] };
  }
  return undefined;
}

function namesImportedBy(clause: ts.ImportClause | undefined): string[] {
  const names = clause?.name ? ['default'] : [];
  const bindings = clause?.namedBindings;
  if (!bindings) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, '*'];
  return [...names, ...bindings.elements.map((it) => (it.propertyName ?? it.name).text)];
}

function namesExportedBy(node: ts.ExportDeclaration): { text: string; typeOnly: boolean }[] {
  const clause = node.exportClause;
  if (!clause) return [{ text: '*', typeOnly: node.isTypeOnly }];
  if (ts.isNamespaceExport(clause)) return [{ text: clause.name.text, typeOnly: node.isTypeOnly }];
  return clause.elements.map((it) => ({ text: it.name.text, typeOnly: node.isTypeOnly || it.isTypeOnly }));
}

function valuesDeclaredBy(node: ts.Node): string[] {
  if (ts.isExportAssignment(node)) return ['default'];
  if (!ts.canHaveModifiers(node)) return [];
  const exported = ts.getModifiers(node)?.some((it) => it.kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return [];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap((it) => boundBy(it.name));
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return [node.name?.text ?? 'default'];
  return [];
}

const timers = new Set(['setTimeout', 'setInterval']);
const timeMembers = new Set(['Date.now', 'performance.now', 'process.hrtime', 'AbortSignal.timeout']);
const chanceMembers = new Set(['Math.random', 'crypto.randomUUID', 'crypto.getRandomValues']);

function ambientAt(node: ts.Node): Omit<AmbientUse, 'line'> | undefined {
  const called = isCallOf(node.parent, node);
  if (ts.isNewExpression(node) && isGlobal(node.expression, 'Date') && !node.arguments?.length) {
    return { what: 'time', text: 'new Date()', called: true };
  }
  if (ts.isCallExpression(node) && isGlobal(node.expression, 'Date'))
    return { what: 'time', text: 'Date()', called: true };
  if (ts.isPropertyAccessExpression(node)) {
    const member = `${node.expression.getText()}.${node.name.text}`.replace(/^globalThis\./, '');
    const root = member.split('.')[0] ?? '';
    if (!ts.isIdentifier(rootOf(node)) || isBound(root, node)) return undefined;
    if (timeMembers.has(member)) return { what: 'time', text: member, called };
    if (chanceMembers.has(member)) return { what: 'chance', text: member, called };
    if (node.expression.getText() !== 'globalThis') return undefined;
    if (timers.has(member)) return { what: 'time', text: member, called };
    return member === 'fetch' ? { what: 'network', text: member, called } : undefined;
  }
  if (!ts.isIdentifier(node) || !isValueUse(node)) return undefined;
  if (timers.has(node.text) && !isBound(node.text, node)) return { what: 'time', text: node.text, called };
  if (node.text === 'fetch' && !isBound('fetch', node)) return { what: 'network', text: 'fetch', called };
  return undefined;
}

/** The parent of the file itself is undefined. */
const isCallOf = (parent: ts.Node | undefined, node: ts.Node) =>
  parent !== undefined && ts.isCallExpression(parent) && parent.expression === node;

const isGlobal = (node: ts.Expression, name: string) =>
  ts.isIdentifier(node) && node.text === name && !isBound(name, node);

function rootOf(node: ts.PropertyAccessExpression): ts.Expression {
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  return root;
}

/** Whether an identifier stands for a value here, not for a type, a property's name or a declaration. */
function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isParameter(parent) || ts.isVariableDeclaration(parent)) return parent.initializer === node;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent) || ts.isTypeElement(parent)) return false;
  return (
    ts.isExpression(parent) || ts.isStatement(parent) || ts.isTemplateSpan(parent) || ts.isSpreadAssignment(parent)
  );
}

/** Whether a name is declared in the file around a node, so that it is not the global one. */
function isBound(name: string, from: ts.Node): boolean {
  for (let scope: ts.Node | undefined = from.parent; scope; scope = scope.parent) {
    if (ts.isFunctionLike(scope) && scope.parameters.some((it) => boundBy(it.name).includes(name))) return true;
    if (ts.isBlock(scope) || ts.isSourceFile(scope) || ts.isModuleBlock(scope)) {
      if (scope.statements.some((it) => declaredBy(it).includes(name))) return true;
    }
  }
  return false;
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((it) => boundBy(it.name));
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text ?? ''];
  if (!ts.isImportDeclaration(statement)) return [];
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [bindings.name]
      : bindings.elements.map((it) => it.name);
  return [clause?.name, ...named].flatMap((it) => it?.text ?? []);
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((it) => (ts.isBindingElement(it) ? boundBy(it.name) : []));
}

const isLoader = (node: ts.Expression) =>
  node.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node) && node.text === 'require');

const firstName = (name: ts.EntityName): string => (ts.isIdentifier(name) ? name.text : firstName(name.left));

const textOf = (node: ts.Node | undefined) => (node && ts.isStringLiteralLike(node) ? node.text : undefined);

function isWord(node: ts.Node): node is ts.Identifier | ts.LiteralLikeNode {
  return (
    ts.isIdentifier(node) ||
    ts.isPrivateIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node) ||
    node.kind === ts.SyntaxKind.RegularExpressionLiteral
  );
}
