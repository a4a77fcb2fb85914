/** What proc(5) says of a process that matters here, of /proc/PID/stat. */
export interface ProcStat {
  /** R running, S sleeping, Z ended but not waited for, … */
  readonly state: string;
  readonly parentPid: number;
  /** User and system time of all threads, those that ended included, in ticks. */
  readonly cpuTicks: number;
  readonly threads: number;
  /** Ticks from boot to the start of the process: tells it from a later one with the same id. */
  readonly startTicks: number;
}

/** Linux counts CPU time for user space in hundredths of a second on every architecture (USER_HZ). */
export const NS_PER_TICK = 1e7;

/** Reads /proc/PID/stat; the command in it may hold spaces and parentheses. Null if it is not of that form. Pure. */
export function parseProcStat(text: string): ProcStat | null {
  const end = text.lastIndexOf(')');
  const fields = text
    .slice(end + 1)
    .trim()
    .split(/\s+/);
  const [state = ''] = fields;
  const [parentPid, user, system, threads, startTicks] = [1, 11, 12, 17, 19].map((i) => Number(fields[i]));
  if (end < 0 || [parentPid, user, system, threads, startTicks].some((n) => !Number.isFinite(n))) return null;
  return {
    state,
    parentPid: parentPid!,
    cpuTicks: user! + system!,
    threads: threads!,
    startTicks: startTicks!,
  };
}

/** `VmRSS:   123 kB` of /proc/PID/status in bytes; null for a kernel thread, which has none. Pure. */
export function parseRssBytes(status: string): number | null {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** Bytes that a process read from and wrote to storage, of /proc/PID/io. Null where it is not given. Pure. */
export function parseStorageBytes(io: string): { readBytes: number; writtenBytes: number } | null {
  const of = (name: string): number =>
    Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1] ?? Number.NaN);
  const [readBytes, writtenBytes] = [of('read_bytes'), of('write_bytes')];
  return Number.isNaN(readBytes + writtenBytes) ? null : { readBytes, writtenBytes };
}

/** Bytes over all interfaces of a network namespace, the loopback one included, of /proc/PID/net/dev. Null for another form. Pure. */
export function parseNetworkBytes(netDev: string): { receivedBytes: number; sentBytes: number } | null {
  const rows = netDev.split('\n').flatMap((line) => {
    const numbers = /^\s*[^\s:]+:\s*(.+)$/.exec(line)?.[1]?.trim().split(/\s+/).map(Number);
    return numbers !== undefined && numbers.length >= 9 ? [numbers] : [];
  });
  if (rows.length === 0) return null;
  const sum = (column: number): number => rows.reduce((total, row) => total + (row[column] ?? 0), 0);
  return { receivedBytes: sum(0), sentBytes: sum(8) };
}

/** One TCP socket of /proc/net/tcp or tcp6. */
export interface TcpSocket {
  readonly localPort: number;
  readonly state: 'listening' | 'established' | 'other';
  readonly inode: number;
}

const STATES: Readonly<Record<string, TcpSocket['state']>> = { '01': 'established', '0A': 'listening' };

/** The sockets of /proc/net/tcp or /proc/net/tcp6. Pure; O(sockets). */
export function parseTcpSockets(text: string): TcpSocket[] {
  return text.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const port = /^[0-9A-F]+:([0-9A-F]{4})$/.exec(local ?? '')?.[1];
    if (port === undefined || inode === undefined || !/^\d+$/.test(inode)) return [];
    return [
      {
        localPort: Number.parseInt(port, 16),
        state: STATES[state ?? ''] ?? 'other',
        inode: Number(inode),
      },
    ];
  });
}
