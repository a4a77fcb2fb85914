import { readFile } from 'node:fs/promises';
import { FileError } from '@benchwright/result-schema';
import { ProfileFileError } from './profiler-error.js';
import { checkCpuProfile, cpuTimeOf } from './tree/cpu-profile.js';
import { parseFolded } from './tree/folded-text.js';
import { allocationTree } from './tree/heap-profile.js';
import type { ProfileTree } from './tree/profile-tree.js';

/**
 * A profile of a file: V8's `.cpuprofile` or `.heapprofile`, else folded stacks, whose values are nanoseconds in the `.folded` files of this
 * package (they say so in their name: `.ns.folded`) and samples elsewhere.
 *
 * @throws FileError when it cannot be read; ProfileFileError when it is no profile
 */
export async function readProfile(file: string): Promise<ProfileTree> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FileError('ERR_NOT_READABLE', file, `cannot read the profile ${file}: ${why}`, { cause });
  });
  if (/^\s*[{[]/.test(text)) {
    const value = parseJson(file, text);
    if (typeof value === 'object' && value !== null && 'head' in value) return allocationTree(file, value);
    return cpuTimeOf(checkCpuProfile(file, value)).tree;
  }
  return parseFolded(file, text, file.endsWith('.ns.folded') ? 'ns' : 'samples');
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProfileFileError(file, `it is no JSON: ${why}`);
  }
}
