import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LimitEnforcement } from '../function-definition.js';
import { createControlGroup, type Hierarchy, removeFolder } from './control-group.js';

/** Where this process may make groups, and what they will hold to. */
export interface OpenHierarchy {
  readonly hierarchy: Hierarchy;
  readonly memory: LimitEnforcement;
  readonly cpu: LimitEnforcement;
  /** The folders that were made to hold the groups. */
  readonly folders: readonly string[];
  close(): void;
}

const PREFIX = 'benchwright-lambda-';
const ROOT = '/sys/fs/cgroup';

/**
 * Makes a place for groups below this process's own, so that limits on this process still hold for its environments. Tries v2, then
 * each controller of v1, and believes only what worked: a group is made and a process enters it. Null where nothing did.
 */
export function openHierarchy(): OpenHierarchy | null {
  const own = readText('/proc/self/cgroup');
  if (own === null) return null;
  const opened = openV2(own) ?? openV1(own);
  if (opened !== null && !canEnter(opened.hierarchy)) {
    opened.close();
    return null;
  }
  return opened;
}

function openV2(own: string): OpenHierarchy | null {
  const path = /^0::(.*)$/m.exec(own)?.[1];
  if (path === undefined || !existsSync(join(ROOT, 'cgroup.controllers'))) return null;
  // A group that has processes of its own cannot hand controllers down (unless it is the root), its parent often can.
  for (const parent of new Set([join(ROOT, path), dirname(join(ROOT, path))])) {
    if (!parent.startsWith(ROOT)) continue;
    const folder = makeBase(parent);
    if (folder === null) continue;
    if (handDown(parent) && handDown(folder)) {
      const folders = [folder];
      const opened = { memory: 'cgroup-v2', cpu: 'cgroup-v2' } as const;
      return { hierarchy: { version: 2, folder }, ...opened, folders, close: () => removeAll(folders) };
    }
    removeFolder(folder);
  }
  return null;
}

function handDown(folder: string): boolean {
  const file = join(folder, 'cgroup.subtree_control');
  const enabled = readText(file)?.split(/\s+/) ?? [];
  if (enabled.includes('cpu') && enabled.includes('memory')) return true;
  try {
    writeFileSync(file, '+cpu +memory', { flag: 'r+' });
    return true;
  } catch {
    return false;
  }
}

function openV1(own: string): OpenHierarchy | null {
  const memoryFolder = makeBaseOfController(own, 'memory');
  const cpuFolder = makeBaseOfController(own, 'cpu');
  if (memoryFolder === null && cpuFolder === null) return null;
  const folders = [memoryFolder, cpuFolder].filter((folder) => folder !== null);
  return {
    hierarchy: { version: 1, memoryFolder, cpuFolder },
    memory: memoryFolder === null ? 'not enforced' : 'cgroup-v1',
    cpu: cpuFolder === null ? 'not enforced' : 'cgroup-v1',
    folders,
    close: () => removeAll(folders),
  };
}

function makeBaseOfController(own: string, controller: string): string | null {
  for (const line of own.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]+):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined || !controllers.split(',').includes(controller))
      continue;
    // In a container the path may be the host's, and what is mounted here is already its own group.
    for (const mount of [controllers, controller]) {
      const folder = makeBase(join(ROOT, mount, path)) ?? makeBase(join(ROOT, mount));
      if (folder !== null) return folder;
    }
  }
  return null;
}

/** The folder is named after this process, so that those of dead ones can be told and swept away. */
function makeBase(parent: string): string | null {
  sweep(parent);
  for (let attempt = 0; attempt < 100; attempt++) {
    const folder = join(parent, `${PREFIX}${process.pid}-${attempt}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return null;
    }
  }
  return null;
}

function sweep(parent: string): void {
  for (const name of foldersIn(parent)) {
    const pid = Number(/^(\d+)-\d+$/.exec(name.slice(PREFIX.length))?.[1] ?? Number.NaN);
    if (name.startsWith(PREFIX) && Number.isInteger(pid) && !existsSync(`/proc/${pid}`))
      removeAll([join(parent, name)]);
  }
}

function removeAll(folders: readonly string[]): void {
  for (const folder of folders) {
    for (const name of foldersIn(folder)) removeFolder(join(folder, name));
    removeFolder(folder);
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function canEnter(hierarchy: Hierarchy): boolean {
  try {
    const group = createControlGroup(hierarchy, 'probe', { memoryBytes: 64 * 1024 * 1024, cpus: 0.5 });
    const { status } = spawnSync('/bin/sh', ['-c', enterCommand(group.procsFiles)], { stdio: 'ignore' });
    group.remove();
    return status === 0;
  } catch {
    return false;
  }
}

/** What a shell runs to enter a group before it becomes the program. The paths are ours and have no quotes. */
export function enterCommand(procsFiles: readonly string[]): string {
  return procsFiles.map((file) => `echo $$ > '${file}'`).join(' && ');
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
