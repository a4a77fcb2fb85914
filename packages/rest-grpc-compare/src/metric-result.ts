import type { ProtocolLabel } from './protocols.js';

/** A time measured on its own, in milliseconds; `count` is how often. */
export interface TimingFigures {
  readonly count: number;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

/** Where the time of a request went. Null where nothing was measured (no connection was opened, nothing succeeded). */
export interface TimingBreakdown {
  /** To establish a connection; with shared connections most of them are opened during warm-up. */
  readonly connection_time: TimingFigures | null;
  /** From the request's start to the first sign of the answer. */
  readonly first_byte_time: TimingFigures | null;
  /** From there to the answer's end. */
  readonly download_time: TimingFigures | null;
}

/** Bytes at the sockets: requests and answers, headers and framing included, failed requests too. */
export interface WireFigures {
  readonly connections_opened: number;
  readonly bytes_sent: number;
  readonly bytes_received: number;
  readonly bytes_sent_per_request: number;
  readonly bytes_received_per_request: number;
}

/** What the server's own process used, where it runs on this machine and its process is known. */
export interface ServerFigures {
  /** CPU time over all requests, per request, in microseconds: mean of the rounds. */
  readonly cpu_us_per_request: number;
  /** Resident memory at its highest: mean of the rounds. */
  readonly max_rss_bytes: number;
}

/** What the generator itself could have done, where that was measured. */
export interface GeneratorFigures {
  /** Requests per second against a responder that does nothing. */
  readonly ceiling_per_sec: number;
  /** The throughput of this run as a percentage of it, in the round where it was highest. */
  readonly used_percent: number;
}

/**
 * The figures of one protocol over all rounds. Names and units are those of the original script (milliseconds, bytes,
 * seconds, percent) because other programs read them. A figure that does not exist (the mean time of no successful
 * request) is NaN: null in JSON, `n/a` in text, never a zero.
 */
export interface MetricResult {
  readonly protocol: ProtocolLabel;
  readonly total_requests: number;
  readonly successful_requests: number;
  readonly failed_requests: number;
  /** Percent. */
  readonly success_rate: number;
  /** Milliseconds, over successful requests; the other response times likewise. */
  readonly avg_response_time: number;
  readonly min_response_time: number;
  readonly max_response_time: number;
  readonly median_response_time: number;
  readonly p95_response_time: number;
  readonly p99_response_time: number;
  readonly stddev_response_time: number;
  /** Bytes of the answer's body (JSON text, protobuf message), over successful requests. */
  readonly avg_payload_size: number;
  /** The same, summed: avg_payload_size × successful_requests. */
  readonly total_bytes_transferred: number;
  /** Successful requests per second of total_duration. */
  readonly throughput: number;
  /** total_bytes_transferred per second of total_duration. */
  readonly data_transfer_rate: number;
  /** avg_payload_size ÷ avg_response_time, bytes per millisecond. */
  readonly network_efficiency: number;
  /** Seconds, summed over the rounds. */
  readonly total_duration: number;
  /** How often each kind of failure happened; sums to failed_requests. */
  readonly errors: Readonly<Record<string, number>>;
  readonly timing_breakdown?: TimingBreakdown;
  readonly wire?: WireFigures;
  readonly server?: ServerFigures;
  readonly generator?: GeneratorFigures;
}

const WORDS: Readonly<Record<string, string>> = {
  CONNECT_TIMEOUT: 'Connection Timeout',
  CONNECT_REFUSED: 'Connection Refused',
  CONNECTION_RESET: 'Connection Reset',
  CONNECTION_CLOSED: 'Connection Closed',
  TIMEOUT: 'Request Timeout',
  PROTOCOL: 'Protocol Error',
  WRONG_ANSWER: 'Wrong Answer',
  CANCELLED: 'Cancelled',
  DNS: 'Name Not Resolved',
  TLS: 'TLS Error',
};

/** An error class in the original's words: `HTTP 500`, `UNAVAILABLE`, `Connection Timeout`. Unknown classes stay as they are. */
export function errorTypeOf(errorClass: string): string {
  if (errorClass.startsWith('HTTP_')) return `HTTP ${errorClass.slice('HTTP_'.length)}`;
  if (errorClass.startsWith('GRPC_')) return errorClass.slice('GRPC_'.length);
  return WORDS[errorClass] ?? errorClass;
}
