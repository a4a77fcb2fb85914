import ts from 'typescript';

/** Entry point (`.`, `./grpc`) → exported name → kind. What `api.json` of a package holds. */
export type ApiSurface = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One entry point and the declaration file that a consumer's compiler reads for it. */
export interface EntryDeclaration {
  readonly key: string;
  readonly file: string;
}

const kinds: readonly (readonly [ts.SymbolFlags, string])[] = [
  [ts.SymbolFlags.Class, 'class'],
  [ts.SymbolFlags.Function, 'function'],
  [ts.SymbolFlags.Enum, 'enum'],
  [ts.SymbolFlags.Variable, 'const'],
  [ts.SymbolFlags.Interface, 'interface'],
  [ts.SymbolFlags.TypeAlias, 'type'],
  [ts.SymbolFlags.Namespace, 'namespace'],
];

export interface BuiltApi {
  readonly surface: ApiSurface;
  /** Functions and classes without a comment that says what they do, as `name in "entry point"`. */
  readonly undocumented: readonly string[];
}

/** Reads the public surface from built declarations. A class passed on as a type only counts as a type: nobody can construct it. */
export function readApi(entries: readonly EntryDeclaration[]): BuiltApi {
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      noEmit: true,
      skipLibCheck: true,
    },
  );
  const checker = program.getTypeChecker();
  const exported = entries.map(({ key, file }) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} is missing: build the packages first (pnpm build)`);
    const module = checker.getSymbolAtLocation(source);
    const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
    return { key, symbols: [...symbols].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  });
  return {
    surface: Object.fromEntries(
      exported.map(({ key, symbols }) => [
        key,
        Object.fromEntries(symbols.map((symbol) => [symbol.name, kindOf(symbol, checker)])),
      ]),
    ),
    undocumented: exported.flatMap(({ key, symbols }) =>
      symbols.filter((symbol) => lacksComment(symbol, checker)).map(({ name }) => `${name} in "${key}"`),
    ),
  };
}

function lacksComment(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const runs = (meant.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0;
  return runs && meant.getDocumentationComment(checker).length === 0;
}

function kindOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  if (!(symbol.flags & ts.SymbolFlags.Alias)) return kindOfFlags(symbol.flags);
  const asTypeOnly = symbol.declarations?.some(
    (declaration) =>
      ts.isExportSpecifier(declaration) && (declaration.isTypeOnly || declaration.parent.parent.isTypeOnly),
  );
  const kind = kindOfFlags(checker.getAliasedSymbol(symbol).flags);
  return asTypeOnly && !['interface', 'type'].includes(kind) ? 'type' : kind;
}

/** A name may be several things at once, such as a schema and the type inferred from it: `const & type`. */
function kindOfFlags(flags: ts.SymbolFlags): string {
  const found = kinds.filter(([flag]) => (flags & flag) !== 0).map(([, kind]) => kind);
  return found.length === 0 ? 'unknown' : found.join(' & ');
}

/** Names that exist at run time. */
export function valueNames(surface: Readonly<Record<string, string>>): string[] {
  const values = ['class', 'function', 'enum', 'const', 'namespace'];
  return Object.entries(surface)
    .filter(([, kind]) => kind.split(' & ').some((part) => values.includes(part)))
    .map(([name]) => name)
    .sort();
}

/** What changed from the recorded surface to the built one, one line each; empty when nothing did. */
export function surfaceChanges(recorded: ApiSurface, built: ApiSurface): string[] {
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(built)])].sort();
  return keys.flatMap((key) => {
    const before = recorded[key];
    const after = built[key];
    if (after === undefined) return [`entry point "${key}" disappeared`];
    if (before === undefined) return [`entry point "${key}" is new`];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => {
      const [was, is] = [before[name], after[name]];
      if (was === is) return [];
      if (is === undefined) return [`${was} ${name} disappeared from "${key}"`];
      if (was === undefined) return [`${is} ${name} is new in "${key}"`];
      return [`${name} in "${key}" was a ${was} and is a ${is}`];
    });
  });
}
