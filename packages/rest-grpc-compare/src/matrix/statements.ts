import { PROTOCOL_LABELS, type ProtocolId } from '../protocols.js';
import type { Crossing } from './crossing.js';
import type { Lead, PairFinding, PointFinding } from './findings.js';

/** Who wins at a point and by how much, in words: `gRPC, REST takes 1.32 × (1.20–1.45)`. */
export function pointText({ best, leads }: PointFinding): string {
  if (best === null) return 'nothing was answered';
  const equal = leads.filter(({ shown }) => !shown);
  const behind = leads.filter(({ shown }) => shown);
  const rest = behind.map((lead) => `${label(lead.over)} takes ${timesText(lead)}`).join(', ');
  if (equal.length === 0) return leads.length === 0 ? label(best) : `${label(best)}; ${rest}`;
  const names = [best, ...equal.map(({ over }) => over)].map(label).join(', ');
  const bounds = equal.map(timesText).join(', ');
  return `no measurable difference: ${names} (${bounds})${rest === '' ? '' : `; ${rest}`}`;
}

/** Where two protocols' lines cross, or that they were not shown to, in words. */
export function pairText({ base, head, baseAt, headAt, neitherAt, crossings }: PairFinding): string {
  const [one, other] = [label(base), label(head)];
  if (crossings.length > 0) {
    return crossings
      .map((crossing) => {
        const [before, after] = crossing.lowerBefore === 'base' ? [one, other] : [other, one];
        return `${before} is faster below ${crossingText(crossing)}, ${after} above`;
      })
      .join('; ');
  }
  const open = neitherAt.length === 0 ? '' : `; no measurable difference at ${list(neitherAt)}`;
  if (baseAt.length === 0 && headAt.length === 0)
    return `no measurable difference between ${one} and ${other}`;
  const [faster, slower, at] = baseAt.length > 0 ? [one, other, baseAt] : [other, one, headAt];
  const where = neitherAt.length === 0 ? 'at every concurrency measured' : `at ${list(at)}`;
  return `${faster} is faster than ${slower} ${where}: no crossing${open}`;
}

/** `12 requests at a time (95 % 8.9–15, between 8 and 64)`. */
function crossingText({ estimate, interval, between, confidence }: Crossing): string {
  const measured = `between ${between[0]} and ${between[1]}`;
  const bounds = `${(confidence * 100).toFixed(0)} % ${short(interval[0])}–${short(interval[1])}`;
  return estimate === null
    ? `a point ${measured} requests at a time (${bounds})`
    : `${short(estimate)} requests at a time (${bounds}; ${measured} measured)`;
}

function timesText({ times, interval: [low, high] }: Lead): string {
  if (times === null) return 'not comparable';
  const bounds = low === null || high === null ? 'no interval' : `${factor(low)}–${factor(high)}`;
  return `${factor(times)} × (${bounds})`;
}

/** Three digits behind the point while that tells something. */
function factor(value: number): string {
  return value < 10 ? value.toFixed(value < 1.2 && value > 0.8 ? 3 : 2) : value.toFixed(value < 100 ? 1 : 0);
}

function short(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function list(values: readonly number[]): string {
  return values.join(', ');
}

function label(protocol: ProtocolId): string {
  return PROTOCOL_LABELS[protocol];
}
