import { readdir, readFile, readlink } from 'node:fs/promises';
import pidusage from 'pidusage';
import {
  NS_PER_TICK,
  parseNetworkBytes,
  parseProcStat,
  parseRssBytes,
  parseStorageBytes,
  parseTcpSockets,
} from './proc-files.js';

/** A process at one moment. Null: this system does not tell, or not this user. */
export interface ProcessReading {
  /** Tells the process from a later one that was given the same id; null where it is not known. */
  readonly startTicks: number | null;
  readonly cpuNs: number;
  readonly rssBytes: number;
  readonly threads: number | null;
  readonly openFiles: number | null;
  /** Established TCP connections. */
  readonly connections: number | null;
  readonly storageReadBytes: number | null;
  readonly storageWrittenBytes: number | null;
  /** Of all processes of its network namespace: Linux counts traffic by interface, not by process. */
  readonly networkReceivedBytes: number | null;
  readonly networkSentBytes: number | null;
}

/**
 * Reads a process, from /proc where there is one, else by pidusage (ps, or gwmi on Windows). Null when it has ended. O(its open files + sockets);
 * without `sockets` its files are only counted, and its connections are not known.
 */
export async function readProcess(
  pid: number,
  { sockets: withSockets = true }: { readonly sockets?: boolean } = {},
): Promise<ProcessReading | null> {
  if (process.platform !== 'linux') return await readByPidusage(pid);
  const of = (name: string): Promise<string | null> => contentOf(`/proc/${pid}/${name}`);
  const [statText, status, io, netDev, sockets] = await Promise.all([
    of('stat'),
    of('status'),
    of('io'),
    of('net/dev'),
    withSockets ? openSockets(pid) : openFiles(pid),
  ]);
  const stat = statText === null ? null : parseProcStat(statText);
  // A zombie has its numbers still, but does nothing any more: its parent has not asked for its exit code.
  if (stat === null || stat.state === 'Z' || stat.state === 'X') return null;
  const storage = io === null ? null : parseStorageBytes(io);
  const network = netDev === null ? null : parseNetworkBytes(netDev);
  return {
    startTicks: stat.startTicks,
    cpuNs: stat.cpuTicks * NS_PER_TICK,
    rssBytes: parseRssBytes(status ?? '') ?? 0,
    threads: stat.threads,
    openFiles: sockets?.openFiles ?? null,
    connections: sockets?.inodes == null ? null : await establishedOf(pid, sockets.inodes),
    storageReadBytes: storage?.readBytes ?? null,
    storageWrittenBytes: storage?.writtenBytes ?? null,
    networkReceivedBytes: network?.receivedBytes ?? null,
    networkSentBytes: network?.sentBytes ?? null,
  };
}

/** The inodes of a process's sockets and the number of its open files; null when it is gone or another user's. */
export async function openSockets(
  pid: number,
): Promise<{ openFiles: number; inodes: ReadonlySet<number> } | null> {
  const folder = `/proc/${pid}/fd`;
  try {
    const names = await readdir(folder);
    const targets = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
    const inodes = targets.flatMap((target) => {
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      return inode === undefined ? [] : [Number(inode)];
    });
    return { openFiles: names.length, inodes: new Set(inodes) };
  } catch {
    return null;
  }
}

/** The number of its open files alone. */
async function openFiles(pid: number): Promise<{ openFiles: number; inodes: null } | null> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => null);
  return names === null ? null : { openFiles: names.length, inodes: null };
}

async function establishedOf(pid: number, inodes: ReadonlySet<number>): Promise<number> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => contentOf(`/proc/${pid}/net/${name}`)));
  return tables
    .flatMap((table) => parseTcpSockets(table ?? ''))
    .filter(({ state, inode }) => state === 'established' && inodes.has(inode)).length;
}

async function readByPidusage(pid: number): Promise<ProcessReading | null> {
  try {
    const { ctime, memory } = await pidusage(pid);
    return {
      startTicks: null,
      cpuNs: ctime * 1e6,
      rssBytes: memory,
      threads: null,
      openFiles: null,
      connections: null,
      storageReadBytes: null,
      storageWrittenBytes: null,
      networkReceivedBytes: null,
      networkSentBytes: null,
    };
  } catch {
    return null;
  }
}

/** A small file's text; null when it is not there or not for us. */
export async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1');
  } catch {
    return null;
  }
}
