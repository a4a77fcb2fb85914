import { z } from 'zod';
import { ProfileFileError } from '../profiler-error.js';
import { frameOf } from './cpu-profile.js';
import { childOf, createTree, type ProfileNode, type ProfileTree } from './profile-tree.js';

/** A node as V8 writes it; its children are checked one by one, since a schema of itself would recurse as deep as the file. */
const nodeSchema = z.looseObject({
  callFrame: z.looseObject({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
  selfSize: z.number(),
  children: z.array(z.unknown()),
});

/**
 * Bytes allocated, by the stack that asked for them: each sample stands for as many as the profiler's interval says. Pure; O(nodes).
 *
 * @throws ProfileFileError when it is something else
 */
export function allocationTree(origin: string, profile: unknown): ProfileTree {
  const { success, data } = z.looseObject({ head: z.unknown() }).safeParse(profile);
  if (!success) throw new ProfileFileError(origin, 'it is no heap profile of V8: it has no head');
  const tree = createTree('bytes');
  const waiting: { value: unknown; into: ProfileNode | null }[] = [{ value: data.head, into: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = nodeSchema.safeParse(next.value);
    if (!node.success)
      throw new ProfileFileError(origin, 'it is no heap profile of V8: a node is of another form');
    const into = next.into === null ? tree.root : childOf(next.into, frameOf(node.data.callFrame));
    into.self += node.data.selfSize;
    for (const child of node.data.children) waiting.push({ value: child, into });
  }
  return tree;
}
