import { Agent, createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that holds back the answers of some paths: a regression that is known exactly. */
export interface SlowProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a proxy to `target` on a free port of 127.0.0.1; answers of paths that end with `suffix` come `delayMs` later. */
export async function startSlowProxy(target: string, suffix: string, delayMs: number): Promise<SlowProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    const onward = forward(`${target}${url}`, { method, headers, agent }, (answer) => {
      const late = url.endsWith(suffix) ? delayMs : 0;
      const pass = (): void => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      };
      if (late > 0) setTimeout(pass, late);
      else pass();
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
