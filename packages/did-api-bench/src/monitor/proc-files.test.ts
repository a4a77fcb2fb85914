import { describe, expect, test } from 'vitest';
import { monitoringRow } from './monitoring-csv.js';
import {
  parseNetworkBytes,
  parseProcStat,
  parseRssBytes,
  parseStorageBytes,
  parseTcpSockets,
} from './proc-files.js';

describe('files of /proc', () => {
  test('stat, with a command that looks like fields', () => {
    const stat =
      '4242 (a) S 9 (b) R 17 4242 4242 0 -1 4194304 5 0 0 0 150 50 0 0 20 0 11 0 99887 1234 567 18446744073709551615 1 1';
    expect(parseProcStat(stat)).toEqual({
      state: 'R',
      parentPid: 17,
      cpuTicks: 200,
      threads: 11,
      startTicks: 99887,
    });
    expect(parseProcStat('')).toBeNull();
    expect(parseProcStat('1 (x) S')).toBeNull();
  });

  test('status and io', () => {
    expect(parseRssBytes('Name:\tnode\nVmRSS:\t   12345 kB\nRssAnon:\t 1 kB\n')).toBe(12345 * 1024);
    expect(parseRssBytes('Name:\tkthreadd\n')).toBeNull();
    const io = 'rchar: 5\nwchar: 6\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 0\n';
    expect(parseStorageBytes(io)).toEqual({ readBytes: 4096, writtenBytes: 8192 });
    expect(parseStorageBytes('')).toBeNull();
  });

  test('net/dev: all interfaces together', () => {
    const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1000       10    0    0    0     0          0         0     2000       10    0    0    0     0       0          0
  eth0:30 1 0 0 0 0 0 0 40 1 0 0 0 0 0 0
`;
    expect(parseNetworkBytes(dev)).toEqual({ receivedBytes: 1030, sentBytes: 2040 });
    expect(parseNetworkBytes('')).toBeNull();
  });

  test('tcp and tcp6', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0 100 0 0 10 0
   1: 0100007F:1F40 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 778 1 0 20 4 30 10 -1
   2: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 06 0:0 0:0 0 0 0 0 1
`;
    expect(parseTcpSockets(table)).toEqual([
      { localPort: 8000, state: 'listening', inode: 777 },
      { localPort: 8000, state: 'established', inode: 778 },
      { localPort: 80, state: 'other', inode: 0 },
    ]);
  });
});

test('a row begins as the guide’s monitor.sh writes it', () => {
  const row = monitoringRow(7, {
    atMs: Date.UTC(2026, 10, 21, 1, 2, 3),
    seconds: 5,
    cpuPercent: 12.345,
    memPercent: 1.26,
    rssBytes: 1e6,
    threads: 4,
    openFiles: null,
    connections: 2,
    storageReadBytesPerSec: 0,
    storageWrittenBytesPerSec: 1.7,
    networkReceivedBytesPerSec: null,
    networkSentBytesPerSec: 3.2,
  });
  expect(row).toEqual(['2026-11-21 01:02:03', 12.3, 1.3, 7, 1e6, 4, null, 2, 0, 2, null, 3]);
});
