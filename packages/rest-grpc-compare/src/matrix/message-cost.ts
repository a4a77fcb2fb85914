import type { ProtocolId } from '../protocols.js';
import { decodeTask, encodeTask, type SerialTask } from '../serialization/codecs.js';
import { messagesOf } from '../serialization/messages.js';
import { cpuPerMessageNs } from '../serialization/run-task.js';
import type { OperationSpec } from './operation-spec.js';

/** CPU time that one request's messages cost to encode and decode, on each side. */
export interface MessageCost {
  /** Decoding the request and encoding the answer, as the reference server does it. */
  readonly serverNs: number;
  /** Encoding the request and decoding the answer, as an application does it; the raw client does neither. */
  readonly clientNs: number;
}

/** Per step: enough for two hundred messages of 100 users each. */
const MEASURE_NS = 20e6;
/** Before the first time: until the code is compiled. Pages of 100 users took 60 ms of it, 4 to 12 times as long per message as afterwards. */
const FIRST_NS = 300e6;
/** Uncounted before every other: the trial before has pushed the messages out of the caches. */
const AGAIN_NS = 5e6;

type Steps = Readonly<Record<'server' | 'client', readonly (SerialTask | null)[]>>;

/**
 * Measures what messages cost in this process, trial by trial, so that the share of the server's CPU that is serialisation comes with
 * the same replicates as the rest. GraphQL has a serialiser of its own that also resolves fields: it is left out.
 */
export class MessageCosts {
  readonly #steps = new Map<string, Steps | null>();

  /** Takes some 0.1 s of CPU time, the first time of a protocol and operation 1 s; null where there is no such figure. */
  measure(protocol: ProtocolId, operation: OperationSpec): MessageCost | null {
    const key = `${protocol} ${operation.name}`;
    let steps = this.#steps.get(key);
    if (steps === undefined) {
      steps = stepsOf(protocol, operation);
      this.#steps.set(key, steps);
      if (steps !== null) this.#time(steps, FIRST_NS);
    }
    if (steps === null) return null;
    this.#time(steps, AGAIN_NS);
    return this.#time(steps, MEASURE_NS);
  }

  #time({ server, client }: Steps, forNs: number): MessageCost {
    const total = (tasks: readonly (SerialTask | null)[]): number =>
      tasks.reduce((sum, task) => sum + (task === null ? 0 : cpuPerMessageNs(task, forNs)), 0);
    return { serverNs: total(server), clientNs: total(client) };
  }
}

function stepsOf(protocol: ProtocolId, operation: OperationSpec): Steps | null {
  const { request, response } = messagesOf(operation);
  switch (protocol) {
    case 'rest':
    case 'rest-h2':
      return {
        server: [decodeTask('json', request), encodeTask('json-compiled', response)],
        client: [encodeTask('json', request), decodeTask('json', response)],
      };
    case 'grpc':
    case 'grpc-web':
      return {
        server: [decodeTask('protobuf', request), encodeTask('protobuf-reused', response)],
        client: [encodeTask('protobuf', request), decodeTask('protobuf', response)],
      };
    case 'graphql':
      return null;
  }
}
