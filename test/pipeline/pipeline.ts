import ts from 'typescript';
import type { Finding } from '../workspace/finding.js';
import { findPackages, type Manifest } from '../workspace/packages.js';
import type { Tree } from '../workspace/tree.js';

interface Task {
  readonly cache?: boolean;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
}

/** A command that measures: a script of a bench folder, or the command itself with a verb that measures. */
const measures = /(?:^|[\s/"'])bench\/|\bbenchwright\s+(?:run|rest-grpc|dbesdk|s3|wef|did|http|grpc|ab)\b/;

/** Finds measurements that turbo would answer from its cache, and cached tasks that leave to chance what they depend on. */
export function findPipelineFaults(tree: Tree): Finding[] {
  const tasks = readTasks(tree.read('turbo.json'));
  const unsaid = Object.entries(tasks)
    .filter(([, { cache, inputs, outputs }]) => cache !== false && !(inputs && outputs))
    .map(([name]) => ({
      file: 'turbo.json',
      line: null,
      problem: `caches ${name} without its inputs and outputs: name them`,
    }));
  return [...unsaid, ...findPackages(tree).flatMap((pkg) => cachedMeasurements(pkg, tasks))];
}

function cachedMeasurements(
  { dir, manifest }: { dir: string; manifest: Manifest },
  tasks: Readonly<Record<string, Task>>,
): Finding[] {
  return Object.entries(manifest.scripts ?? {})
    .filter(
      ([name, command]) => tasks[name] !== undefined && tasks[name].cache !== false && measures.test(command),
    )
    .map(([name, command]) => ({
      file: `${dir}/package.json`,
      line: null,
      problem: `measures in "${name}" (${command}), which turbo caches: use a task with "cache": false`,
    }));
}

/** turbo.json has comments, as a tsconfig has. */
function readTasks(text: string): Readonly<Record<string, Task>> {
  const { config } = ts.parseConfigFileTextToJson('turbo.json', text) as {
    config?: { tasks?: Record<string, Task> };
  };
  return config?.tasks ?? {};
}
