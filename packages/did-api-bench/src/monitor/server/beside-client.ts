import { formatCount, formatValue } from '@benchwright/report';
import { bucketText, labelText } from './histogram-lines.js';
import { type BucketPercentile, bucketPercentile, type ServerHistogram } from './server-histogram.js';

/** What the client measured of the same requests, from send to last byte. */
export interface ClientTimes {
  readonly count: number;
  readonly meanNs: number;
  /** Percentile → nanoseconds. */
  readonly percentilesNs: Readonly<Record<string, number>>;
}

/** The server's figure of its handlers beside the client's of the whole way. */
export interface BesideClient {
  readonly labels: Readonly<Record<string, string>>;
  readonly serverCount: number;
  readonly serverMeanNs: number;
  readonly clientMeanNs: number;
  /**
   * What the mean request spent outside the server's handler: in queues before it, in the kernel, on the way, and in the client. Means
   * subtract exactly where both counted the same requests; percentiles do not subtract at all, so they only stand beside each other.
   */
  readonly outsideMeanNs: number;
  readonly percentiles: readonly {
    readonly percentile: string;
    readonly server: BucketPercentile | null;
    readonly clientNs: number;
  }[];
  /** The server counted others, too, or not all: the difference of the means is then not of the same requests. */
  readonly countsDiffer: boolean;
}

/** Requests under way at either scrape are counted by one side only; a percent covers that. */
const SAME_COUNT_SHARE = 0.01;

/** Puts the two views of a run beside each other. Pure. */
export function besideClient(server: ServerHistogram, client: ClientTimes): BesideClient {
  const serverMeanNs = server.sumNs / server.count;
  return {
    labels: server.labels,
    serverCount: server.count,
    serverMeanNs,
    clientMeanNs: client.meanNs,
    outsideMeanNs: client.meanNs - serverMeanNs,
    percentiles: Object.entries(client.percentilesNs).map(([percentile, clientNs]) => ({
      percentile,
      server: bucketPercentile(server, Number(percentile)),
      clientNs,
    })),
    countsDiffer: Math.abs(server.count - client.count) > Math.max(10, SAME_COUNT_SHARE * client.count),
  };
}

/** The two views in lines for people. Pure. */
export function besideClientLines(one: BesideClient): string[] {
  const time = (ns: number): string => formatValue('ns', ns);
  const name = labelText(one);
  const mean = `mean ${time(one.serverMeanNs)} in the handler, ${time(one.clientMeanNs)} at the client: ${time(one.outsideMeanNs)} outside it (queueing, kernel, client)`;
  const rows = one.percentiles.map(
    ({ percentile, server, clientNs }) =>
      `  p${percentile}: ${bucketText(server)} in the handler, ${time(clientNs)} at the client`,
  );
  const caution = one.countsDiffer
    ? [
        '  the server counted other requests, too, or not all of these: the difference is not of the same requests',
      ]
    : [];
  return [
    `server${name === '' ? '' : ` ${name}`}: ${formatCount(one.serverCount)} requests, ${mean}`,
    ...rows,
    ...caution,
  ];
}
