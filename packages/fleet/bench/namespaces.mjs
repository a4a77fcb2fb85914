// Network namespaces for agents: each has its own stack and one link to the namespace of this process, which has none to the outside.
import { execFileSync, spawn, spawnSync } from 'node:child_process';

/** Where Redis and the target listen: an address that every agent reaches over its own link, and nobody else. */
export const HUB = '10.77.255.1';

const ip = (...words) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'inherit'] });

/** Whether namespaces and links may be made here: root with CAP_NET_ADMIN, mostly. */
export function namespacesArePermitted() {
  const script = 'ip link add name one type veth peer name two';
  return spawnSync('unshare', ['--net', 'sh', '-c', script], { stdio: 'ignore' }).status === 0;
}

/** Runs the same script again in a network namespace without any device but its own loopback. */
export function againInNamespace(args) {
  const inside = ['--net', process.execPath, ...args];
  const { status } = spawnSync('unshare', inside, {
    stdio: 'inherit',
    env: { ...process.env, BENCH_INSIDE: '1' },
  });
  process.exit(status ?? 1);
}

/** Gives this namespace its address. */
export function openHub() {
  ip('link', 'set', 'lo', 'up');
  ip('address', 'add', `${HUB}/32`, 'dev', 'lo');
}

/** Starts a command in a namespace of its own; number `i` names its link. */
export async function spawnInNamespace(i, command, options) {
  // It waits until its link is there.
  const script = 'ip link set lo up; read _; exec "$@"';
  const child = spawn('unshare', ['--net', 'sh', '-c', script, 'sh', ...command], {
    ...options,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const pid = String(child.pid);
  while (!isApart(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
  const [here, there] = [`hub${i}`, `agent${i}`];
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there);
  ip('address', 'add', `10.77.${i}.1/30`, 'dev', here);
  ip('link', 'set', here, 'up');
  ip('link', 'set', there, 'netns', pid);
  const inside = (...words) => execFileSync('nsenter', ['--target', pid, '--net', 'ip', ...words]);
  inside('address', 'add', `10.77.${i}.2/30`, 'dev', there);
  inside('link', 'set', there, 'up');
  inside('route', 'add', 'default', 'via', `10.77.${i}.1`);
  child.stdin.write('\n');
  return child;
}

function isApart(pid) {
  const namespaceOf = (process) =>
    spawnSync('readlink', [`/proc/${process}/ns/net`], { encoding: 'utf8' }).stdout.trim();
  const theirs = namespaceOf(pid);
  return theirs !== '' && theirs !== namespaceOf('self');
}
