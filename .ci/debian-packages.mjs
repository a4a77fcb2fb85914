import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs that some tests compare with (a library by its path), and the Debian package each comes in. */
const wanted = new Map([
  ['Rscript', 'r-base-core'],
  ['nginx', 'nginx-light'],
  ['wrk', 'wrk'],
  ['h2load', 'nghttp2-client'],
  ['nghttpd', 'nghttp2-server'],
  ['jq', 'jq'],
  ['s3cmd', 's3cmd'],
  ['chromium', 'chromium'],
  ['redis-server', 'redis-server'],
  // The server's own programs lie in a folder of its version; this one comes with them.
  ['pg_createcluster', 'postgresql'],
  ['/usr/lib/python3/dist-packages/prometheus_client', 'python3-prometheus-client'],
]);

/** nginx is a daemon's program and lives where only root's PATH looks. */
const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

/** @param {string} program */
function isInstalled(program) {
  if (program.startsWith('/')) return existsSync(program);
  return places.some((place) => {
    try {
      accessSync(join(place, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function missingPrograms() {
  return [...wanted.keys()].filter((program) => !isInstalled(program));
}

/**
 * How to call apt-get: as root, through sudo if that asks no password, or not at all.
 *
 * @returns {string[] | null}
 */
function aptGet() {
  if (!isInstalled('apt-get')) return null;
  if (process.getuid?.() === 0) return ['apt-get'];
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  } catch {
    return null;
  }
}

/**
 * Installs what is missing, if this machine allows it. Never fails: a test whose program is missing is skipped and says so.
 *
 * @returns {string[]} what to tell the reader
 */
export function installDebianPackages() {
  const missing = missingPrograms();
  if (missing.length === 0) return [`${[...wanted.keys()].join(', ')}: installed`];
  const packages = missing.map((program) => wanted.get(program) ?? program);
  const [command, ...before] = aptGet() ?? [];
  if (command === undefined) {
    return [
      `missing, and cannot be installed without apt-get and root: ${missing.join(', ')}; tests that need them are skipped`,
    ];
  }
  /** @param {string[]} args */
  const apt = (args) =>
    execFileSync(command, [...before, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 240_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  let said = '';
  try {
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  } catch (error) {
    said = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
  }
  const still = missingPrograms();
  if (still.length === 0) return [`installed with apt-get: ${packages.join(', ')}`];
  return [
    `apt-get did not bring ${still.join(', ')}${said && ` (${said})`}; tests that need them are skipped`,
  ];
}
