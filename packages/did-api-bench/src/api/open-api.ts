import { parseEndpointUrl, readTls } from '@benchwright/endpoint-load';
import { type Http1TlsOptions, type RunEvents, startTargetProcess } from '@benchwright/load-driver';
import type { ApiAddress } from '../access/call.js';
import type { DidSettings } from '../config.js';
import { findListeningPid } from '../monitor/listening-process.js';
import { type ServerSwitches, serverArgs } from '../server-args.js';
import { didTargetEntry } from '../target-entry.js';

/** An API that answers at an address; the server may be this session's own. */
export interface OpenApi {
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** What the Host field says. */
  readonly authority: string;
  /** Null: no TLS. */
  readonly tls: Http1TlsOptions | null;
  readonly address: ApiAddress;
  readonly embedded: boolean;
  /** Its process, where it runs on this machine and may be watched. */
  readonly pid: number | null;
  close(): Promise<void>;
}

/** Which API: an address, or the switches of a server to start. */
export interface ApiChoice {
  readonly target: string | null;
  readonly server: ServerSwitches;
}

/** PGlite takes 2.5 s on a quiet machine; filling a table longer. */
const READY_TIMEOUT_MS = 120_000;

/**
 * Starts the server, where no target is named, and reads what is needed to speak to it. Nothing is sent.
 *
 * @throws TargetStartError when the server does not come up; what `readTls` throws
 */
export async function openApi(
  { target, server }: ApiChoice,
  settings: Pick<DidSettings, 'tls' | 'timeout' | 'monitor'>,
  events: RunEvents,
): Promise<OpenApi> {
  if (target !== null) {
    const named = await addressOf(target, settings);
    const pid = settings.monitor ? await pidOf(named, events) : null;
    return { ...named, embedded: false, pid, close: async () => {} };
  }
  const process = await startTargetProcess({
    entry: didTargetEntry,
    args: ['--port', '0', ...serverArgs(server)],
    readyTimeoutMs: READY_TIMEOUT_MS,
  });
  try {
    const { did } = process.endpoints;
    if (did === undefined) throw new Error('the server announced no did endpoint');
    const pid = settings.monitor ? process.pid : null;
    return { ...(await addressOf(did, settings)), embedded: true, pid, close: () => process.close() };
  } catch (error) {
    await process.close();
    throw error;
  }
}

type Named = Omit<OpenApi, 'embedded' | 'pid' | 'close'>;

async function addressOf(
  target: string,
  { tls, timeout }: Pick<DidSettings, 'tls' | 'timeout'>,
): Promise<Named> {
  const parsed = parseEndpointUrl(target);
  if ('problem' in parsed) throw new Error(`target ${parsed.problem}`);
  const { origin, host, port, authority, secure } = parsed;
  const files = secure ? await readTls(tls) : null;
  return { origin, host, port, authority, tls: files, address: { origin, tls: files, timeoutNs: timeout } };
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** The process behind an address of this machine. Not to see it is no reason not to measure. */
async function pidOf({ host, port }: Named, events: RunEvents): Promise<number | null> {
  if (!LOOPBACK.test(host)) return null;
  try {
    return await findListeningPid(port);
  } catch (error) {
    const text = `the target’s process is not watched: ${error instanceof Error ? error.message : String(error)}`;
    events({ type: 'warning', code: 'TARGET_NOT_WATCHED', text });
    return null;
  }
}
