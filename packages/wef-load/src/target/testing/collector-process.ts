import { startTargetProcess, type TargetProcess } from '@benchwright/load-driver';
import { targetEntry } from '../../target-entry.js';
import type { StorePlace } from '../store/open-store.js';
import { post } from './batches.js';

/** A collector in a process of its own, which can be killed. */
export interface CollectorProcess {
  readonly endpoint: string;
  /** Posts a batch: true when it was acknowledged, false for any other end, a dropped connection too. */
  send(body: string): Promise<boolean>;
  /** The value of a metric without labels. */
  metric(name: string): Promise<number>;
  /** Waits until nothing is left in the buffer. */
  drained(): Promise<void>;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the built program with a buffer folder, for an S3 that is not its own. */
export async function startCollectorProcess(
  place: StorePlace,
  bufferPath: string,
  args: readonly string[] = [],
): Promise<CollectorProcess> {
  const child = await startTargetProcess({
    entry: targetEntry,
    args: [
      ...['--port', '0', '--s3', place.endpoint!, '--bucket', place.bucket, '--buffer-path', bufferPath],
      ...['--workers', '1', ...args],
    ],
    env: { AWS_ACCESS_KEY_ID: place.accessKeyId!, AWS_SECRET_ACCESS_KEY: place.secretAccessKey! },
  });
  return controls(child, child.endpoints.wef!);
}

function controls(child: TargetProcess, endpoint: string): CollectorProcess {
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${endpoint}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  return {
    endpoint,
    metric,
    send: (body) =>
      post(endpoint, body).then(
        ({ status }) => status === 200,
        () => false,
      ),
    drained: async () => {
      while ((await metric('wef_buffer_generations')) > 0) await new Promise((next) => setTimeout(next, 20));
    },
    kill: async () => {
      process.kill(child.pid, 'SIGKILL');
      await child.exited;
      await child.close();
    },
    close: () => child.close(),
  };
}
