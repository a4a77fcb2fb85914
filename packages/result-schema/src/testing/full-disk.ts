import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface FullDisk {
  kind: 'tmpfs' | 'device';
  file: string;
  /** Leaves at most this many bytes free. */
  fill: (freeBytes: number) => void;
  free: () => void;
  close: () => void;
}

/**
 * A disk that really is full: a small tmpfs where we may mount one, else /dev/full, which takes nothing. Null where
 * neither is to be had.
 */
export function fullDisk(mountPoint: string): FullDisk | null {
  mkdirSync(mountPoint);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mountPoint], { stdio: 'ignore' });
  } catch {
    const nothing = (): void => undefined;
    if (!existsSync('/dev/full')) return null;
    return { kind: 'device', file: '/dev/full', fill: nothing, free: nothing, close: nothing };
  }
  const ballast = join(mountPoint, 'ballast');
  return {
    kind: 'tmpfs',
    file: join(mountPoint, 'run.ndjson'),
    fill: (freeBytes) => {
      const { bavail, bsize } = statfsSync(mountPoint);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)));
    },
    free: () => rmSync(ballast),
    close: () => execFileSync('umount', [mountPoint]),
  };
}
