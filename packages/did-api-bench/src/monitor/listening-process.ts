import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { BenchwrightError } from '@benchwright/result-schema';
import { parseProcStat, parseTcpSockets } from './proc-files.js';
import { contentOf, openSockets } from './process-reading.js';

const run = promisify(execFile);

/** No process of this machine could be found that listens on a port. */
export class ListenerError extends BenchwrightError {
  constructor(code: 'ERR_NO_LISTENER' | 'ERR_LISTENER_HIDDEN', message: string, hint: string) {
    super(code, message, { hint });
  }
}

/**
 * The process of this machine that listens on a TCP port. Where several share the socket, as workers do that were forked, the one that the
 * others descend from.
 *
 * @throws ListenerError `ERR_NO_LISTENER` when nothing listens there; `ERR_LISTENER_HIDDEN` when something does, but whose it is this user
 * may not see
 */
export async function findListeningPid(port: number): Promise<number> {
  const pids = process.platform === 'linux' ? await byProc(port) : await byLsof(port);
  const first = await eldestOf(pids);
  if (first !== null) return first;
  throw new ListenerError(
    'ERR_NO_LISTENER',
    `nothing on this machine listens on port ${port}`,
    'start the server, or name its process with --pid',
  );
}

/** The ports that a process listens on, least first; empty when it is gone. Linux only: elsewhere it is always empty. */
export async function listeningPortsOf(pid: number): Promise<number[]> {
  const sockets = await openSockets(pid);
  if (sockets === null) return [];
  const ports = (await tcpSockets(pid))
    .filter(({ state, inode }) => state === 'listening' && sockets.inodes.has(inode))
    .map(({ localPort }) => localPort);
  return [...new Set(ports)].sort((a, b) => a - b);
}

async function byProc(port: number): Promise<number[]> {
  const inodes = new Set(
    (await tcpSockets('self'))
      .filter(({ state, localPort }) => state === 'listening' && localPort === port)
      .map(({ inode }) => inode),
  );
  if (inodes.size === 0) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const holds = await Promise.all(
    pids.map(async (pid) => [...((await openSockets(pid))?.inodes ?? [])].some((inode) => inodes.has(inode))),
  );
  const holders = pids.filter((_pid, i) => holds[i]);
  if (holders.length > 0) return holders;
  throw new ListenerError(
    'ERR_LISTENER_HIDDEN',
    `something listens on port ${port}, but this user may not see which process`,
    'it belongs to another user or runs in a container: name it with --pid, or run this as that user',
  );
}

async function tcpSockets(pid: number | 'self') {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => contentOf(`/proc/${pid}/net/${name}`)));
  return tables.flatMap((table) => parseTcpSockets(table ?? ''));
}

async function byLsof(port: number): Promise<number[]> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']);
    return stdout.split('\n').filter(Boolean).map(Number);
  } catch {
    // lsof ends with 1 when it found nothing; where there is no lsof, the hint is the same: name the process.
    return [];
  }
}

async function eldestOf(pids: readonly number[]): Promise<number | null> {
  for (const pid of pids) {
    const stat = parseProcStat((await contentOf(`/proc/${pid}/stat`)) ?? '');
    if (stat === null || !pids.includes(stat.parentPid)) return pid;
  }
  return pids[0] ?? null;
}
