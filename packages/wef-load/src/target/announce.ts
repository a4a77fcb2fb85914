import type { RunningTarget } from '@benchwright/load-driver/target';
import type { WefCollector } from './collector.js';

/** A collector as `runTarget` and `benchwright targets start wef` announce it: its endpoints, and how to read its files. */
export function announced(collector: WefCollector): RunningTarget {
  const { endpoint, tlsEndpoint, s3 } = collector;
  const { accessKeyId, secretAccessKey, region } = s3 ?? {};
  return {
    endpoints: {
      wef: endpoint,
      ...(tlsEndpoint === undefined ? {} : { wefTls: tlsEndpoint }),
      ...(s3?.endpoint == null ? {} : { s3: s3.endpoint }),
    },
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...(region === undefined ? {} : { region }) } }),
    close: async () => {
      const kept = await collector.close();
      if (kept !== undefined) process.stderr.write(`${kept}\n`);
    },
  };
}
