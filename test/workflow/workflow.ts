import { isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Finding } from '../workspace/finding.js';
import type { Tree } from '../workspace/tree.js';

const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const WORKFLOW_KEYS = ['on', 'jobs', 'permissions', 'concurrency'];
/** What it may do is said by the workflow that uses it. */
const ACTION_KEYS = ['name', 'description', 'runs'];
const versionComment = /^\s*v\d+\.\d+\.\d+\s*$/;

/** Finds in GitHub workflows what a fork should not have to trust: unparsable files, movable actions, wide permissions. */
export function findWorkflowFaults(tree: Tree): Finding[] {
  return tree.files
    .filter((file) => /^\.github\/(?:workflows|actions)\/.+\.ya?ml$/.test(file))
    .flatMap((file) => faultsOf(file, tree.read(file)));
}

function faultsOf(file: string, text: string): Finding[] {
  const document = parseDocument(text);
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const findings: Finding[] = [...document.errors, ...document.warnings].map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    problem: error.message,
  }));
  if (document.errors.length > 0) return findings;
  visit(document, {
    Pair(_key, pair) {
      if (!isScalar(pair.key) || pair.key.value !== 'uses' || !isScalar(pair.value)) return;
      const used = String(pair.value.value);
      if (used.startsWith('./')) return;
      const line = lineAt(pair.value.range?.[0] ?? 0);
      if (!pinned.test(used)) {
        findings.push({
          file,
          line,
          problem: `uses ${used}: pin the commit (40 hexadecimal digits), for a tag can be moved`,
        });
      } else if (!versionComment.test(pair.value.comment ?? '')) {
        findings.push({
          file,
          line,
          problem: `uses ${used} without saying which release that is: end the line with "# v1.2.3"`,
        });
      }
    },
  });
  return [...findings, ...policyFaults(file, document.contents)];
}

function policyFaults(file: string, contents: unknown): Finding[] {
  if (!isMap(contents)) return [{ file, line: null, problem: 'holds no workflow' }];
  const missing = (file.startsWith('.github/actions/') ? ACTION_KEYS : WORKFLOW_KEYS).filter(
    (key) => !contents.has(key),
  );
  return missing.map((key) => ({ file, line: null, problem: `must say its ${key}` }));
}

/** Node versions in the matrix of any job, as text. */
export function matrixNodeVersions(text: string): string[] {
  const document = parseDocument(text);
  const found: string[] = [];
  visit(document, {
    Pair(_key, pair) {
      if (!isScalar(pair.key) || pair.key.value !== 'matrix' || !isMap(pair.value)) return;
      const versions = pair.value.toJSON()?.node as unknown;
      if (Array.isArray(versions)) found.push(...versions.map(String));
    },
  });
  return found;
}
