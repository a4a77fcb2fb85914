import ts from 'typescript';
import { parseDirective, plainRun, type RunDirective } from '../examples/directive.js';
import { readMarkdown } from '../markdown/document.js';

/** The first TypeScript example of a README, and the output that the README shows for it. */
export interface LibraryExample {
  readonly code: string;
  readonly expected: string;
  readonly directive: RunDirective;
}

/** Finds the example: the first `ts` block, and the `text` block directly after it. Throws with what is missing. */
export function libraryExample(readme: string): LibraryExample {
  const { blocks } = readMarkdown(readme);
  const index = blocks.findIndex(({ language }) => language === 'ts');
  const block = blocks[index];
  if (block === undefined) throw new Error('has no ```ts block: show how the package is used as a library');
  const output = blocks[index + 1];
  if (output?.language !== 'text')
    throw new Error(`line ${block.line}: no \`\`\`text block follows with what the example prints`);
  return { code: block.text, expected: output.text, directive: parseDirective(block.comment) ?? plainRun };
}

/**
 * The same example for a CommonJS program: the imports stay at the top, where the compiler makes them `require`, and
 * everything else moves into an async function, for CommonJS has no top-level await.
 */
export function asCommonJs(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  const textOf = (node: ts.Node) => code.slice(node.getFullStart(), node.getEnd());
  const imports = source.statements.filter(ts.isImportDeclaration);
  const rest = source.statements.filter((statement) => !ts.isImportDeclaration(statement));
  return [
    ...imports.map(textOf),
    // Without a name of its own, for the example may have any.
    '\nvoid (async () => {',
    ...rest.map(textOf),
    '})();\n',
  ].join('\n');
}

/** Erases the types; `commonjs` also turns the imports into `require`. Nothing is bundled or down-levelled. */
export function toJavaScript(code: string, format: 'esm' | 'commonjs'): string {
  const module = format === 'esm' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  return ts.transpileModule(code, {
    compilerOptions: {
      module,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: format === 'esm',
      esModuleInterop: true,
    },
  }).outputText;
}
