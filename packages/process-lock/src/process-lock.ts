import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Who holds a lock. A process id alone comes again; together with when its process began it does not. */
export interface LockHolder {
  readonly pid: number;
  /** In the kernel's ticks since it started; null where that cannot be known. */
  readonly startTicks: string | null;
  readonly host: string;
}

export interface LockOptions {
  /**
   * Whether a lock of another machine is kept, although nobody here can know whether its process is there (true by default). A server that is restarted
   * elsewhere with the same folder, as in a new container, would otherwise never start again.
   */
  readonly keepsOtherHosts?: boolean;
  /** Gives a file a second name, as `linkSync`; injected in tests. */
  readonly makeLink?: (existing: string, name: string) => void;
}

/** Taken, to be given back once or more often; or who has it, so that it was not. */
export type LockAttempt =
  | { readonly release: () => void; readonly holder?: undefined }
  | { readonly holder: LockHolder; readonly release?: undefined };

/** How systems without hard links (FAT, many network and FUSE mounts, Android) say so. */
const NO_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES', 'EXDEV']);

/**
 * Takes a lock for this process, as a file at `path` in a folder that exists. One whose process is gone is taken over.
 *
 * @throws what writing the file throws
 */
export function takeLock(path: string, options: LockOptions = {}): LockAttempt {
  const { keepsOtherHosts = true, makeLink = linkSync } = options;
  const own = JSON.stringify({ pid: process.pid, startTicks: startTicksOf(process.pid), host: hostname() });
  for (;;) {
    if (createWhole(path, own, makeLink)) {
      if (!keepsOtherHosts) removeLeftBehind(path);
      return { release: () => releaseIfOwn(path, own) };
    }
    const found = readOrNothing(path);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder !== null && isHeld(holder, keepsOtherHosts)) return { holder };
    takeAway(path, found);
  }
}

function releaseIfOwn(path: string, own: string): void {
  if (readOrNothing(path) === own) rmSync(path, { force: true });
}

/** Makes a file that nobody ever sees half written, where there are hard links; false when there is one already. */
function createWhole(path: string, text: string, makeLink: NonNullable<LockOptions['makeLink']>): boolean {
  const written = besides(path);
  try {
    writeFileSync(written, text);
    makeLink(written, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (NO_LINKS.has(codeOf(error))) return createInPlace(path, text);
    throw error;
  } finally {
    rmSync(written, { force: true });
  }
}

function createInPlace(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A name that no other process, thread or call uses. */
function besides(path: string): string {
  return `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
}

/** By rename and a look at what was renamed, lest of two that take over at once the second takes the first one's lock. */
function takeAway(path: string, expected: string): void {
  const aside = besides(path);
  try {
    renameSync(path, aside);
    if (readOrNothing(aside) !== expected) linkSync(aside, path);
  } catch (error) {
    // It is gone already, or somebody has taken it again.
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Removes what processes left behind that were killed while they took the lock; where they can only have been processes of this machine. */
function removeLeftBehind(path: string): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(prefix)
      ? /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(prefix.length))?.[1]
      : undefined;
    if (pid !== undefined && !exists(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

/** Null for a lock that is none: nobody holds it. */
function parseHolder(text: string): LockHolder | null {
  try {
    const { pid, startTicks, host } = JSON.parse(text) as Partial<LockHolder>;
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0 || typeof host !== 'string') return null;
    return { pid: pid as number, startTicks: typeof startTicks === 'string' ? startTicks : null, host };
  } catch {
    return null;
  }
}

function isHeld({ pid, startTicks, host }: LockHolder, keepsOtherHosts: boolean): boolean {
  if (keepsOtherHosts && host !== hostname()) return true;
  if (!exists(pid)) return false;
  const now = startTicksOf(pid);
  return startTicks === null || now === null || now === startTicks;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as another user.
    return codeOf(error) === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat (proc(5)), counted behind the name, which may hold anything. */
function startTicksOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
