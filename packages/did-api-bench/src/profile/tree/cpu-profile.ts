import { z } from 'zod';
import { ProfileFileError } from '../profiler-error.js';
import { childOf, createTree, type Frame, type ProfileNode, type ProfileTree } from './profile-tree.js';

const callFrameSchema = z.looseObject({
  functionName: z.string(),
  url: z.string(),
  lineNumber: z.number(),
});

const cpuProfileSchema = z.looseObject({
  nodes: z.array(
    z.looseObject({ id: z.number(), callFrame: callFrameSchema, children: z.array(z.number()).optional() }),
  ),
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** What V8's CPU profiler writes, `.cpuprofile` in Chrome and VS Code. Times in microseconds. */
export type CpuProfile = z.output<typeof cpuProfileSchema>;

/** Checks a value from the inspector or a file. @throws ProfileFileError */
export function checkCpuProfile(origin: string, value: unknown): CpuProfile {
  const { success, data, error } = cpuProfileSchema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw new ProfileFileError(
    origin,
    `it is no CPU profile of V8: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

/** A profile's working time as a tree, and what the thread did besides. */
export interface CpuTime {
  readonly tree: ProfileTree;
  readonly idleNs: number;
  readonly totalNs: number;
}

const NS_PER_US = 1000;

/**
 * Where a thread's time went. A sample stands for the time up to the next one. Time in which the thread had nothing to do (`(idle)`) is in no
 * stack: a server's flame graph would show little else. `(program)` is native code, `(garbage collector)` what it says. Pure; O(nodes + samples).
 */
export function cpuTimeOf(profile: CpuProfile): CpuTime {
  const tree = createTree('ns');
  const nodes = nodesById(profile, tree);
  const { samples, timeDeltas } = profile;
  const endUs = timeDeltas.reduce((sum, delta) => sum + delta, profile.startTime);
  let idleNs = 0;
  let totalNs = 0;
  for (const [i, id] of samples.entries()) {
    const us = timeDeltas[i + 1] ?? Math.max(0, profile.endTime - endUs);
    // Clocks of two cores may disagree by a little: V8 then writes a delta below zero.
    const ns = Math.max(0, us) * NS_PER_US;
    const node = nodes.get(id);
    totalNs += ns;
    if (node === undefined) continue;
    if (node.frame.name === '(idle)') idleNs += ns;
    else node.self += ns;
  }
  const root = tree.root.children;
  for (const [key, { frame }] of root) if (frame.name === '(idle)') root.delete(key);
  return { tree, idleNs, totalNs };
}

function nodesById({ nodes }: CpuProfile, tree: ProfileTree): Map<number, ProfileNode> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const made = new Map<number, ProfileNode>();
  const first = nodes[0];
  if (first === undefined) return made;
  const waiting: { id: number; into: ProfileNode }[] = [{ id: first.id, into: tree.root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, into } = next;
    // A node that is its own ancestor, as only a hostile file has it, is taken once.
    if (made.has(id)) continue;
    made.set(id, into);
    for (const child of byId.get(id)?.children ?? []) {
      const described = byId.get(child);
      if (described !== undefined && !made.has(child))
        waiting.push({ id: child, into: childOf(into, frameOf(described.callFrame)) });
    }
  }
  return made;
}

/** A function as V8 names it, its lines from one. */
export function frameOf({ functionName, url, lineNumber }: z.output<typeof callFrameSchema>): Frame {
  const file = url.replace(/^file:\/\//, '');
  const isSynthetic = /^\(.*\)$/.test(functionName);
  return {
    name: functionName === '' ? '(anonymous)' : functionName,
    source: file === '' || isSynthetic ? '' : `${file}:${lineNumber + 1}`,
  };
}
