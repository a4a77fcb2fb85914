import { randomUUID } from 'node:crypto';
import { type Http1TlsOptions, TargetUnreachableError } from '@benchwright/load-driver';
import { computerName } from '../event/computer-name.js';
import type { UnitBytes } from '../wire/compiled-event.js';
import { ackProblem } from '../wire/wsman/read-ack.js';
import {
  ACTIONS,
  deliveryHead,
  encodeSoap,
  endMessage,
  enumerateMessage,
  soapContentType,
} from '../wire/wsman/soap.js';
import { parseSubscriptions, type Subscription } from '../wire/wsman/subscription.js';
import { ask } from './ask.js';

const SUBSCRIPTION_MANAGER = '/wsman/SubscriptionManager/WEC';
const ANSWER_WITHIN_MS = 10_000;
/** Machines that ask at the same time. */
const AT_ONCE = 16;
const EMPTY_BODY = '<s:Body><w:Events></w:Events></s:Body></s:Envelope>';

export interface SubscribeOptions {
  readonly endpoint: string;
  readonly tls: Http1TlsOptions | null;
  readonly unit: UnitBytes;
  readonly machines: number;
  readonly runTag: string;
  readonly signal: AbortSignal;
}

/**
 * Does for every machine what it does before its first delivery: asks for its subscriptions, ends the enumeration, and sends the heartbeat
 * that says it is there. A machine delivers to the first of its subscriptions.
 *
 * @throws TargetUnreachableError when one of them gets no subscription
 */
export async function subscribeMachines(options: SubscribeOptions): Promise<Subscription[]> {
  return await eachMachine(options.machines, async (machine) => {
    try {
      const subscription = await enumerate(options, machine);
      await heartbeat(options, machine, subscription);
      return subscription;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const { host } = new URL(options.endpoint);
      throw new TargetUnreachableError(
        host,
        [`subscription of ${computerName(machine, options.runTag)}: ${said}`],
        `Does the collector speak WS-Management at ${SUBSCRIPTION_MANAGER}, and has it a subscription for these machines?`,
        { cause: error },
      );
    }
  });
}

/** A heartbeat of every machine. Returns what was wrong with the first that was not acknowledged, or null. */
export async function sendHeartbeats(
  options: SubscribeOptions,
  subscriptions: readonly Subscription[],
): Promise<string | null> {
  let problem: string | null = null;
  await eachMachine(subscriptions.length, async (machine) => {
    try {
      await heartbeat(options, machine, subscriptions[machine]!);
    } catch (error) {
      problem ??= error instanceof Error ? error.message : String(error);
    }
  });
  return problem;
}

/** Why the collector gives no subscription to the first machine; null when it does. */
export async function subscriptionProblem(options: SubscribeOptions): Promise<string | null> {
  try {
    await enumerate(options, 0);
    return null;
  } catch (error) {
    return `Enumerate at ${SUBSCRIPTION_MANAGER}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function enumerate(options: SubscribeOptions, machine: number): Promise<Subscription> {
  const { endpoint, runTag } = options;
  const url = new URL(SUBSCRIPTION_MANAGER, endpoint).href;
  const operationId = newUuid();
  const name = computerName(machine, runTag);
  const head = { to: url, action: ACTIONS.enumerate, machine: name, messageId: newUuid(), operationId };
  const answer = await post(options, url, enumerateMessage(head));
  const [subscription] = parseSubscriptions(answer);
  if (subscription === undefined) throw new Error('the collector has no subscription for it');
  await post(options, url, endMessage({ messageId: newUuid(), operationId }));
  return subscription;
}

async function heartbeat(
  options: SubscribeOptions,
  machine: number,
  subscription: Subscription,
): Promise<void> {
  const { identifier, version, address, maxEnvelopeBytes } = subscription;
  const messageId = newUuid();
  const message = deliveryHead({
    ...{ to: address, action: ACTIONS.heartbeat, machine: computerName(machine, options.runTag) },
    ...{
      messageId,
      operationId: newUuid(),
      identifier,
      version,
      maxEnvelopeBytes,
      sequenceId: 1,
      bookmark: null,
    },
  });
  // The address is the collector's own name of itself, which need not be known here: its path counts.
  const url = new URL(new URL(address, options.endpoint).pathname, options.endpoint).href;
  const problem = ackProblem(Buffer.from(await post(options, url, message + EMPTY_BODY)), messageId);
  if (problem !== null) throw new Error(`heartbeat: ${problem}`);
}

async function post({ tls, unit, signal }: SubscribeOptions, url: string, message: string): Promise<string> {
  const body = encodeSoap(message, unit);
  const question = { url, tls, timeoutMs: ANSWER_WITHIN_MS, signal };
  const answer = await ask({ ...question, post: { body, contentType: soapContentType(unit) } });
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`POST ${url} was answered with ${answer.status}`);
  return answer.body;
}

async function eachMachine<T>(machines: number, work: (machine: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < machines) {
      const machine = next++;
      results[machine] = await work(machine);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, machines) }, worker));
  return results;
}

function newUuid(): string {
  return `uuid:${randomUUID().toUpperCase()}`;
}
