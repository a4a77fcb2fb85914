import ts from 'typescript';

/** An import that is still there at run time. Type-only imports are erased and therefore absent. */
export interface ValueImport {
  readonly specifier: string;
  /** The names taken, `'all'` for a namespace, dynamic or CommonJS import; empty for an import for its effect. */
  readonly names: readonly string[] | 'all';
  readonly line: number;
}

export interface ModuleFacts {
  readonly imports: readonly ValueImport[];
  /** Exported name → where it comes from, for names that the module only passes on. */
  readonly reexports: ReadonlyMap<string, { specifier: string; name: string }>;
  /** Uses of a global that reads or changes the world outside, such as `process` or `Date.now`. */
  readonly worldUses: readonly { readonly name: string; readonly line: number }[];
}

const worldGlobals = new Set([
  'process',
  'fetch',
  'console',
  'performance',
  'crypto',
  'WebSocket',
  'setTimeout',
  'setInterval',
  'setImmediate',
]);

/** Members of otherwise pure globals that answer differently every time. */
const worldMembers = new Set(['Date.now', 'Math.random']);

export interface ReadOptions {
  /** Also list imports that only types are taken from. */
  readonly withTypes?: boolean;
}

/** Parses one module and says what it would load and touch at run time. */
export function readModule(file: string, text: string, { withTypes = false }: ReadOptions = {}): ModuleFacts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const imports: ValueImport[] = [];
  const reexports = new Map<string, { specifier: string; name: string }>();
  const imported = new Map<string, { specifier: string; name: string }>();
  const worldUses: { name: string; line: number }[] = [];
  const declared = declaredNames(source);

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const taken = valueNames(node) ?? (withTypes ? [] : null);
      const specifier = literal(node.moduleSpecifier);
      if (taken !== null && specifier !== null) {
        imports.push({ specifier, names: taken, line: lineOf(node) });
        for (const [local, name] of localNames(node)) imported.set(local, { specifier, name });
      }
    } else if (ts.isExportDeclaration(node)) {
      const specifier = node.moduleSpecifier === undefined ? null : literal(node.moduleSpecifier);
      recordExport(node, specifier, imported, reexports);
      if (specifier !== null && (withTypes || !node.isTypeOnly)) {
        imports.push({ specifier, names: exportedNames(node), line: lineOf(node) });
      }
    } else if (ts.isImportEqualsDeclaration(node) && !node.isTypeOnly) {
      const specifier = ts.isExternalModuleReference(node.moduleReference)
        ? literal(node.moduleReference.expression)
        : null;
      if (specifier !== null) imports.push({ specifier, names: 'all', line: lineOf(node) });
    } else if (ts.isCallExpression(node)) {
      const specifier = loadedBy(node);
      if (specifier !== null) imports.push({ specifier, names: 'all', line: lineOf(node) });
    }
    const world = worldUse(node, declared);
    if (world !== null) worldUses.push({ name: world, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { imports, reexports, worldUses };
}

function literal(node: ts.Node): string | null {
  return ts.isStringLiteralLike(node) ? node.text : null;
}

/** The names an import statement keeps at run time, or null when the whole statement is erased. */
function valueNames(node: ts.ImportDeclaration): readonly string[] | 'all' | null {
  const clause = node.importClause;
  if (clause === undefined) return [];
  if (clause.isTypeOnly) return null;
  const bindings = clause.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) return 'all';
  const names = (bindings?.elements ?? [])
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text);
  return clause.name === undefined ? names : ['default', ...names];
}

function localNames(node: ts.ImportDeclaration): [local: string, name: string][] {
  const bindings = node.importClause?.namedBindings;
  if (bindings === undefined || ts.isNamespaceImport(bindings)) return [];
  return bindings.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => [element.name.text, (element.propertyName ?? element.name).text]);
}

function exportedNames(node: ts.ExportDeclaration): readonly string[] | 'all' {
  const clause = node.exportClause;
  if (clause === undefined || ts.isNamespaceExport(clause)) return 'all';
  return clause.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text);
}

function recordExport(
  node: ts.ExportDeclaration,
  specifier: string | null,
  imported: ReadonlyMap<string, { specifier: string; name: string }>,
  reexports: Map<string, { specifier: string; name: string }>,
): void {
  const clause = node.exportClause;
  if (clause === undefined || !ts.isNamedExports(clause)) return;
  for (const element of clause.elements) {
    const name = (element.propertyName ?? element.name).text;
    const origin = specifier === null ? imported.get(name) : { specifier, name };
    if (origin !== undefined) reexports.set(element.name.text, origin);
  }
}

/** What `import('x')`, `require('x')` or `process.getBuiltinModule('x')` loads. */
function loadedBy(node: ts.CallExpression): string | null {
  const argument = node.arguments[0];
  if (argument === undefined) return null;
  const callee = node.expression;
  const loads =
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && callee.text === 'require') ||
    (ts.isPropertyAccessExpression(callee) && callee.name.text === 'getBuiltinModule');
  return loads ? literal(argument) : null;
}

function worldUse(node: ts.Node, declared: ReadonlySet<string>): string | null {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const member = `${node.expression.text}.${node.name.text}`;
    if (worldMembers.has(member) && !declared.has(node.expression.text)) return member;
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    if ((node.arguments ?? []).length === 0 && !declared.has('Date')) return 'new Date()';
  }
  if (!ts.isIdentifier(node) || !worldGlobals.has(node.text) || declared.has(node.text)) return null;
  return isReference(node) ? node.text : null;
}

/** Whether an identifier reads a variable, rather than naming a member, a property or a type. */
function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if ('initializer' in parent && parent.initializer === node) return true;
  if (ts.isPropertyAssignment(parent)) return false;
  return ts.isExpression(parent) || ts.isStatement(parent) || ts.isTemplateSpan(parent);
}

/** Every name the file binds itself: such a name no longer means the global. */
function declaredNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const binds =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isNamespaceImport(node) ||
      ts.isImportClause(node);
    if (binds && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
