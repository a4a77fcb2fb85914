import { createRequestSource, shareOf } from '@benchwright/endpoint-load';
import {
  type CompletionSink,
  createHttp1Transport,
  type Http1Transport,
  OK,
  type OnBody,
  type RequestSource,
  type WorkerTransport,
  type WorkerTransportContext,
} from '@benchwright/load-driver';
import { AnswerChecker } from '../answers/answer-checker.js';
import { ANY_ANSWER, type AnswerRule, answerRule } from '../answers/answer-rule.js';
import { beginningOf } from '../answers/answer-shapes.js';
import { DidRequestSource } from '../request/did-request-source.js';
import { type DidTransportOptions, WRONG_ANSWER } from './did-options.js';
import { JourneySource } from './journey-source.js';
import { JourneyTransport } from './journey-transport.js';
import { OperationTimes } from './operation-times.js';
import { TrialTally } from './trial-tally.js';

/** A transport that checks answers, and tells more than the driver's records hold. */
export interface DidTransport extends WorkerTransport {
  /** Times of the operations of a mix, or of the steps of a journey; empty where a trial is of one operation. */
  readonly operationTimes: ReadonlyMap<string, OperationTimes>;
}

/**
 * The transport of one thread: its share of the connections, and every `of`-th request.
 *
 * @throws TransportOptionError when a certificate or key cannot be used
 */
export function createDidTransport(options: DidTransportOptions, ctx: WorkerTransportContext): DidTransport {
  const slots = shareOf(options.connections, ctx.slice);
  const checker = new AnswerChecker(slots, options.parseEvery);
  const tally = new TrialTally(options.tallies, ctx.slice.index);
  const connect = (requests: RequestSource): Http1Transport =>
    connected(options, ctx, slots, requests, (slot, bytes, start, end) =>
      checker.feed(slot, bytes, start, end),
    );
  const wrongOutcome = ctx.outcomes.codeOf(WRONG_ANSWER);
  const { trial, family } = options;
  if (trial.kind === 'journey') {
    const source = new JourneySource(trial.journey, slots, ctx.slice, family);
    return new JourneyTransport({ inner: connect(source), source, checker, family, wrongOutcome, tally });
  }
  if (trial.kind === 'file') {
    const inner = connect(createRequestSource(trial.requests, slots, ctx.slice));
    return new CheckingTransport({
      inner,
      source: null,
      rules: [ANY_ANSWER],
      names: [],
      checker,
      wrongOutcome,
      tally,
    });
  }
  const source = new DidRequestSource(trial.requests, slots, ctx.slice);
  const operations = trial.requests.operations.map(({ operation }) => operation);
  const rules = operations.map((operation) => answerRule(family, operation));
  const names = operations.length > 1 ? operations : [];
  return new CheckingTransport({
    inner: connect(source),
    source,
    rules,
    names,
    checker,
    wrongOutcome,
    tally,
  });
}

function connected(
  options: DidTransportOptions,
  { clock, outcomes }: WorkerTransportContext,
  slots: number,
  requests: RequestSource,
  onBody: OnBody,
): Http1Transport {
  const { host, port, tls, connectionPolicy, timeoutNs } = options;
  return createHttp1Transport({
    host,
    port,
    ...(tls === null ? {} : { tls }),
    connections: slots,
    connectionPolicy,
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    isSuccess: (status) => status >= 200 && status < 300,
    onBody,
    requests,
    outcomes,
    clock,
  });
}

interface Checking {
  readonly inner: Http1Transport;
  /** Null: the requests of a file, all of one kind. */
  readonly source: DidRequestSource | null;
  readonly rules: readonly AnswerRule[];
  /** Names of the operations whose times are kept apart. */
  readonly names: readonly string[];
  readonly checker: AnswerChecker;
  readonly wrongOutcome: number;
  readonly tally: TrialTally;
}

/** Requests whose answers must be what their operation gives. */
class CheckingTransport implements DidTransport {
  readonly slots: number;
  readonly operationTimes: ReadonlyMap<string, OperationTimes>;
  readonly #o: Checking;
  readonly #times: readonly OperationTimes[];
  readonly #refusals = new Map<number, string>();

  constructor(options: Checking) {
    this.#o = options;
    this.slots = options.inner.slots;
    this.#times = options.names.map(() => new OperationTimes());
    this.operationTimes = new Map(options.names.map((name, i) => [name, this.#times[i]!]));
  }

  open(sink: CompletionSink): Promise<void> {
    const { inner, source, rules, checker, wrongOutcome, tally } = this.#o;
    const times = this.#times;
    return inner.open({
      complete: (slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs) => {
        const which = source === null ? 0 : source.operationOf[slot]!;
        let judged = outcome;
        if (outcome === OK) {
          const before = checker.parsed;
          if (!checker.accepts(slot, rules[which]!)) judged = wrongOutcome;
          else times[which]?.record(endNs - sentNs);
          if (checker.parsed !== before) tally.countParsed();
        } else if (!this.#refusals.has(outcome)) this.#refusals.set(outcome, checker.textOf(slot));
        const traced = source === null ? 0 : source.tracedAs[slot]!;
        if (traced > 0) tally.traced(traced, endNs - sentNs);
        sink.complete(slot, judged, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs);
      },
      connected: (connectNs, again) => sink.connected(connectNs, again),
    });
  }

  firstErrorOf(outcome: number): string | undefined {
    if (outcome === this.#o.wrongOutcome) return this.#o.checker.firstProblem ?? undefined;
    const said = this.#refusals.get(outcome) ?? '';
    return (
      this.#o.inner.firstErrorOf(outcome) ??
      (said === '' ? undefined : `the server said ${beginningOf(said)}`)
    );
  }

  send(slot: number, sequence: number): void {
    this.#o.checker.begin(slot);
    this.#o.inner.send(slot, sequence);
  }

  sweep(nowNs: number): void {
    this.#o.inner.sweep(nowNs);
  }

  cancelAll(outcome: number): void {
    this.#o.inner.cancelAll(outcome);
  }

  close(): Promise<void> {
    return this.#o.inner.close();
  }
}
