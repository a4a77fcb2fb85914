import { createRealClock, type Http1TlsOptions, OutcomeTable } from '@benchwright/load-driver';
import { createGrpcTransport } from '@benchwright/load-driver/http2';
import { BenchwrightError } from '@benchwright/result-schema';

export interface OneCall {
  readonly address: string;
  readonly tls: Http1TlsOptions | null;
  readonly path: string;
  readonly message: Uint8Array;
  readonly timeoutNs: number;
  readonly metadata: readonly (readonly [name: string, value: string])[];
}

/** A call that was answered with something else than OK, or not at all. */
export class GrpcCallError extends BenchwrightError {
  /** `GRPC_UNIMPLEMENTED`, `TIMEOUT` … */
  readonly outcome: string;

  constructor(path: string, outcome: string, said: string | undefined) {
    super('ERR_REFLECTION', `${path} failed: ${outcome}${said === undefined ? '' : ` (${said})`}`);
    this.outcome = outcome;
  }
}

/**
 * One unary call, outside of any measurement, over the transport that measures.
 *
 * @throws TargetUnreachableError when no connection can be made; GrpcCallError when the call fails
 */
export async function callOnce({ path, message, timeoutNs, tls, ...rest }: OneCall): Promise<Uint8Array> {
  const clock = createRealClock();
  const outcomes = new OutcomeTable();
  let answer: Uint8Array = new Uint8Array();
  const transport = createGrpcTransport({
    ...rest,
    ...(tls === null ? {} : { tls }),
    path,
    connections: 1,
    streamsPerConnection: 1,
    connectionPolicy: 'shared',
    messages: { bytesFor: () => message },
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    outcomes,
    clock,
    onMessage: (_slot, bytes, start, end) => {
      answer = bytes.slice(start, end);
    },
  });
  const sweeper = setInterval(() => transport.sweep(clock.nowNs()), 20);
  try {
    const outcome = await new Promise<number>((resolve, reject) => {
      const sink = { complete: (_slot: number, code: number) => resolve(code), connected: () => {} };
      transport.open(sink).then(() => transport.send(0, 0), reject);
    });
    if (outcome !== 0)
      throw new GrpcCallError(path, outcomes.nameOf(outcome), transport.firstErrorOf(outcome));
    return answer;
  } finally {
    clearInterval(sweeper);
    await transport.close();
  }
}
