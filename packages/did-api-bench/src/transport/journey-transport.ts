import { type CompletionSink, type Http1Transport, OK } from '@benchwright/load-driver';
import type { AnswerChecker } from '../answers/answer-checker.js';
import { type AnswerRule, answerRule } from '../answers/answer-rule.js';
import { beginningOf } from '../answers/answer-shapes.js';
import type { Family } from '../operations.js';
import type { DidTransport } from './did-transport.js';
import type { JourneySource } from './journey-source.js';
import { OperationTimes } from './operation-times.js';
import type { TrialTally } from './trial-tally.js';

interface Journeys {
  readonly inner: Http1Transport;
  readonly source: JourneySource;
  readonly checker: AnswerChecker;
  readonly family: Family;
  readonly wrongOutcome: number;
  readonly tally: TrialTally;
}

/** What the first step of a journey has told, by slot: bytes out, in and of the body, and when it was sent and first answered. */
const FIELDS = 5;

/**
 * Journeys of two steps as one request each: somebody is enrolled, and with what came back verified. The journey's times run from the first step's send to the
 * second's end, what this client does between them included; it fails where either step does. Answers of the first step are parsed, all of them: what
 * they hold is needed.
 */
export class JourneyTransport implements DidTransport {
  readonly slots: number;
  readonly operationTimes: ReadonlyMap<string, OperationTimes>;
  readonly #o: Journeys;
  readonly #enrolTimes = new OperationTimes();
  readonly #verifyTimes = new OperationTimes();
  readonly #verifying: Uint8Array;
  readonly #first: Float64Array;
  readonly #refusals = new Map<number, string>();

  constructor(options: Journeys) {
    this.#o = options;
    this.slots = options.inner.slots;
    this.#verifying = new Uint8Array(this.slots);
    this.#first = new Float64Array(this.slots * FIELDS);
    this.operationTimes = new Map([
      ['enroll', this.#enrolTimes],
      ['verify', this.#verifyTimes],
    ]);
  }

  open(sink: CompletionSink): Promise<void> {
    const { inner, checker, family, wrongOutcome, tally, source } = this.#o;
    // The guide's enrolment gives nothing back that a verification needs.
    const enrolled = answerRule(family, family === 'guide' ? 'enroll' : 'generate');
    const verified = answerRule(family, 'verify');
    const first = this.#first;
    return inner.open({
      complete: (slot, outcome, bytesOut, bytesIn, bodyBytes, sentNs, firstByteNs, endNs) => {
        const verifying = this.#verifying[slot] === 1;
        const rule: AnswerRule = verifying ? verified : enrolled;
        const judged = outcome === OK && !checker.accepts(slot, rule) ? wrongOutcome : outcome;
        if (outcome !== OK && !this.#refusals.has(outcome)) {
          this.#refusals.set(
            outcome,
            `${verifying ? 'verifying' : 'enrolling'}: ${beginningOf(checker.textOf(slot))}`,
          );
        }
        if (judged === OK) (verifying ? this.#verifyTimes : this.#enrolTimes).record(endNs - sentNs);
        const at = slot * FIELDS;
        if (!verifying && judged === OK) {
          first[at] = bytesOut;
          first[at + 1] = bytesIn;
          first[at + 2] = bodyBytes;
          first[at + 3] = sentNs;
          first[at + 4] = firstByteNs;
          tally.countParsed();
          this.#goOn(slot);
          return;
        }
        this.#verifying[slot] = 0;
        const began = verifying ? first[at + 3]! : sentNs;
        const traced = source.tracedAs(slot);
        if (traced > 0) tally.traced(traced, endNs - began);
        sink.complete(
          slot,
          judged,
          bytesOut + (verifying ? first[at]! : 0),
          bytesIn + (verifying ? first[at + 1]! : 0),
          bodyBytes + (verifying ? first[at + 2]! : 0),
          began,
          verifying ? first[at + 4]! : firstByteNs,
          endNs,
        );
      },
      connected: (connectNs, again) => sink.connected(connectNs, again),
    });
  }

  firstErrorOf(outcome: number): string | undefined {
    const { wrongOutcome, checker, inner } = this.#o;
    if (outcome === wrongOutcome) return checker.firstProblem ?? undefined;
    return inner.firstErrorOf(outcome) ?? this.#refusals.get(outcome);
  }

  send(slot: number, sequence: number): void {
    this.#verifying[slot] = 0;
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

  #goOn(slot: number): void {
    const { source, checker, inner, family } = this.#o;
    source.verify(slot, family === 'guide' ? null : answerParts(checker.textOf(slot)));
    this.#verifying[slot] = 1;
    checker.begin(slot);
    inner.send(slot, 0);
  }
}

/** The parts of an enrolment's answer that a verification sends back. The rule has accepted the answer. */
function answerParts(text: string): { readonly helpers: string; readonly idHash: string } {
  const { helpers, id_hash } = JSON.parse(text) as { readonly helpers: unknown; readonly id_hash: unknown };
  return { helpers: JSON.stringify(helpers), idHash: JSON.stringify(id_hash) };
}
