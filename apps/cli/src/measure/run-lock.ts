import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error.js';

/** Beside the records while somebody measures: two processes that go on with the same run would measure its trials twice. */
const LOCK_FILE = 'run.lock';

/** Who holds a run. A process id alone comes again; together with when its process began it does not. */
interface Holder {
  readonly pid: number;
  /** In the kernel's ticks since it started; null where that cannot be known. */
  readonly startTicks: string | null;
  readonly host: string;
}

/** Gives the run back. May be called twice. */
export type ReleaseRun = () => Promise<void>;

/** Gives a file a second name, as `link` of node:fs/promises; injected in tests. */
type MakeLink = (existing: string, name: string) => Promise<void>;

/** How systems without hard links (FAT, many network and FUSE mounts, Android) say so. */
const NO_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES', 'EXDEV']);

/**
 * Takes a run's folder for this process. A lock whose process is gone, as after `kill -9`, is taken over. Where the file system has no hard
 * links the lock is written in place: two processes that start within the same few microseconds may then both take it.
 *
 * @throws UsageError ERR_RUN_IN_USE when another process holds it, or one on another machine may
 */
export async function lockRun(folder: string, makeLink: MakeLink = link): Promise<ReleaseRun> {
  const file = join(folder, LOCK_FILE);
  const text = JSON.stringify(holderOf(process.pid));
  for (;;) {
    if (await createWhole(file, text, makeLink)) return () => rm(file, { force: true });
    await removeStale(file, folder);
  }
}

/** Makes a file that nobody ever sees half written, where there are hard links; false when there is one already. */
async function createWhole(file: string, text: string, makeLink: MakeLink): Promise<boolean> {
  const written = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(written, text);
    await makeLink(written, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (NO_LINKS.has(codeOf(error))) return await createInPlace(file, text);
    throw error;
  } finally {
    await rm(written, { force: true });
  }
}

async function createInPlace(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function holderOf(pid: number): Holder {
  return { pid, startTicks: startTicksOf(pid), host: hostname() };
}

/** Throws unless whoever held the lock is gone; then the lock is gone too, or another process has taken it in the meantime. */
async function removeStale(file: string, folder: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found === null) return;
  refuseIfHeld(parseHolder(found), file, folder);
  // Between reading and removing, another process may have taken the lock over: what was moved away must be what was read.
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const isMoved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!isMoved) return;
  if ((await readFile(aside, 'utf8')) !== found) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Null for a lock that is none: nobody holds the run by it. */
function parseHolder(text: string): Holder | null {
  try {
    const { pid, startTicks, host } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof host !== 'string') return null;
    return { pid, startTicks: typeof startTicks === 'string' ? startTicks : null, host };
  } catch {
    return null;
  }
}

function refuseIfHeld(holder: Holder | null, file: string, folder: string): void {
  if (holder === null) return;
  const here = holder.host === hostname();
  if (here && !isRunning(holder)) return;
  const where = here ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`;
  const hint = here
    ? 'wait until it has ended, or interrupt it'
    : `when you are sure that it has ended, remove ${file}`;
  throw new UsageError(`${folder} is being measured by ${where}`, hint, 'ERR_RUN_IN_USE');
}

function isRunning({ pid, startTicks }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = startTicksOf(pid);
  return startTicks === null || now === null || now === startTicks;
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
