import { setTimeout as sleep } from 'node:timers/promises';
import { listeningPortsOf } from '../../monitor/listening-process.js';
import { contentOf } from '../../monitor/process-reading.js';
import { ProfilerError } from '../profiler-error.js';
import { connectInspector, type InspectorClient } from './inspector-client.js';

/** A session with the inspector of one process, and who opened it. */
export interface OpenInspector {
  readonly client: InspectorClient;
  /** True when it was closed before: then it has to be closed again, for whoever reaches its port may run code in the process. */
  readonly openedHere: boolean;
}

const POLL_MS = 20;
const MOST_POLLS = 150;
/** Where Node's inspector listens unless it was told otherwise; asked where a process's ports cannot be known. */
const DEFAULT_PORT = 9229;

/**
 * Opens a session with the inspector of a Node process on this machine: that which `--inspect` opened, else SIGUSR1 opens it. That it
 * is the process meant is asked of the process itself. The signal ends what does not expect it, so it is sent to nothing but a Node
 * process that does.
 *
 * @throws ProfilerError ERR_PROFILER_ATTACH with what stands in the way
 */
export async function openInspector(pid: number): Promise<OpenInspector> {
  const before = await listeningPortsOf(pid);
  if (await wasStartedWithInspect(pid)) {
    const client = await findInspector(pid, before);
    if (client !== null) return { client, openedHere: false };
  }
  await signalInspector(pid);
  for (let polls = 0; polls < MOST_POLLS; polls++) {
    const ports = await listeningPortsOf(pid);
    const opened = ports.filter((port) => !before.includes(port));
    const client = await findInspector(pid, ports.length === 0 ? [DEFAULT_PORT] : opened);
    if (client !== null) return { client, openedHere: true };
    await sleep(POLL_MS);
  }
  // No new port: the inspector was open before, as a debugger that went away leaves it.
  const client = await findInspector(pid, before);
  if (client !== null) return { client, openedHere: false };
  throw new ProfilerError(
    'ERR_PROFILER_ATTACH',
    `process ${pid} got SIGUSR1 and did not open its inspector`,
    `its event loop may be blocked, or port ${DEFAULT_PORT} be taken (its stderr then says so): start it with --inspect=0`,
  );
}

/** SIGUSR1, if the process has a handler for it. @throws ProfilerError ERR_PROFILER_ATTACH */
async function signalInspector(pid: number): Promise<void> {
  const status = await contentOf(`/proc/${pid}/status`);
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status ?? '')?.[1];
  // Bit 9 is signal 10.
  if (caught !== undefined && (BigInt(`0x${caught}`) & (1n << 9n)) === 0n) {
    throw new ProfilerError(
      'ERR_PROFILER_ATTACH',
      `process ${pid} does not listen for SIGUSR1, which would end it`,
      'start it with --inspect=0 (Node with --disable-sigusr1, Deno and Bun need that)',
    );
  }
  try {
    process.kill(pid, 'SIGUSR1');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProfilerError(
      'ERR_PROFILER_ATTACH',
      `process ${pid} cannot be signalled: ${why}`,
      'run this as the user whose process it is',
      error,
    );
  }
}

async function wasStartedWithInspect(pid: number): Promise<boolean> {
  const [command, environment] = await Promise.all([
    contentOf(`/proc/${pid}/cmdline`),
    contentOf(`/proc/${pid}/environ`),
  ]);
  const options = /(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(environment ?? '')?.[1] ?? '';
  return [command ?? '', options].some((text) => /--inspect(?!-port)/.test(text));
}

async function findInspector(pid: number, ports: readonly number[]): Promise<InspectorClient | null> {
  for (const port of ports) {
    for (const host of ['127.0.0.1', '[::1]']) {
      const url = await debuggerUrl(host, port);
      const client = url === null ? null : await connectInspector(url);
      if (client === null) continue;
      if ((await pidOf(client)) === pid) return client;
      await client.close();
    }
  }
  return null;
}

/** The address that an inspector gives out of itself; null for whatever else listens there. */
async function debuggerUrl(host: string, port: number): Promise<string | null> {
  try {
    const answer = await fetch(`http://${host}:${port}/json/list`, { signal: AbortSignal.timeout(2000) });
    if (!answer.ok) {
      await answer.body?.cancel();
      return null;
    }
    const listed: unknown = await answer.json();
    const first: unknown = Array.isArray(listed) ? listed[0] : null;
    const path = typeof first === 'object' && first !== null && 'id' in first ? String(first.id) : null;
    // Not the URL that it names: where a debugger listens is known, and no answer may send this elsewhere.
    return path !== null && /^[\w-]+$/.test(path) ? `ws://${host}:${port}/${path}` : null;
  } catch {
    return null;
  }
}

async function pidOf(client: InspectorClient): Promise<number | null> {
  const { result } = await client.send('Runtime.evaluate', { expression: 'process.pid' });
  const value = typeof result === 'object' && result !== null && 'value' in result ? result.value : null;
  return typeof value === 'number' ? value : null;
}
