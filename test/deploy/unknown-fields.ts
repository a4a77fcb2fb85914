import { join } from 'node:path';
import ts from 'typescript';
import type { Finding } from '../workspace/finding.js';
import { workspaceRoot } from '../workspace/tree.js';
import type { Manifest } from './kubernetes.js';
import { valueAt } from './value-at.js';

/**
 * Fields that Kubernetes does not know, such as misspelt ones: its schemas let them pass, its types do not. Each object is written down as
 * the value of a typed constant, and compiled in memory.
 */
export function findUnknownFields(manifests: readonly Manifest[]): Finding[] {
  const file = join(workspaceRoot, 'test', 'deploy', 'manifests.generated.mts');
  const lines = manifests.map(({ value }, i) => {
    const type = `import('kubernetes-models/${valueAt(value, 'apiVersion')}').I${valueAt(value, 'kind')}`;
    return `export const object${i}: ${type} = ${JSON.stringify(value)};`;
  });
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, lines.join('\n'), version) : getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  return program.getSemanticDiagnostics(source).map(({ start, messageText }) => {
    const line = source?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
    return {
      file: manifests[line]?.file ?? file,
      line: null,
      problem: ts.flattenDiagnosticMessageText(messageText, ' ').replaceAll(/\s+/g, ' '),
    };
  });
}
