import type { RunRecords } from '@benchwright/load-driver';
import type { RunResult, TrialRecord } from '@benchwright/result-schema';
import type { WefConfig } from '../config.js';
import { judgeWef, type WefFacts, type WefVerdict } from '../judge.js';
import { evidenceOf } from '../ledger/wef-evidence.js';
import { eventsOfTrials } from '../plan.js';
import { wefFacts } from '../wef-facts.js';
import { bannerLines } from './banner.js';
import { closingLines, type Ending, type ResultFacts, resultLines } from './results-text.js';
import { verificationLines } from './verification-text.js';

/** The original's banner for a config. Pure. */
export function wefBanner(config: WefConfig): string[] {
  const { durationSecs, rate, batchSize, load, eventType, wire, verifyS3 } = config;
  const events = eventsOfTrials(config);
  const isCounted = events.every((count) => count !== null);
  return bannerLines({
    events: isCounted ? events.reduce<number>((sum, count) => sum + (count ?? 0), 0) : null,
    durationSecs: durationSecs > 0 ? durationSecs : null,
    batchSize,
    ratePerSec: rate > 0 ? rate : null,
    load: load === null ? null : typeof load === 'string' ? load : load.model,
    eventType,
    wire,
    verifyS3,
  });
}

/** The original's report of a run: results, S3 verification of each trial, and the verdict with its reasons. Empty for a search. Pure. */
export function renderWefConsole(records: RunRecords, result: RunResult): string {
  const facts = wefFacts(records, result);
  if (facts === null) return '';
  const { outcome, reasons, receivedPerSec } = judgeWef(facts);
  const trials = usedTrials(records.trials);
  const shown = resultFactsOf(trials, result, { facts, receivedPerSec });
  const verified = trials.flatMap((trial) => {
    const stored = evidenceOf(trial)?.stored ?? null;
    return stored === null ? [] : ['', ...verificationLines(stored)];
  });
  const failures = outcome === 'passed' ? otherFailures(result) : reasons.map(reasonText);
  const ending = endingOf(result, outcome, failures);
  const lines = ['', ...resultLines(shown), ...verified, '', ...closingLines(shown, ending, failures)];
  return `${lines.join('\n')}\n`;
}

function endingOf(
  { run, validity }: RunResult,
  outcome: WefVerdict['outcome'],
  failures: readonly string[],
): Ending {
  if (run.outcome === 'interrupted') return 'interrupted';
  if (outcome === 'invalid' || validity.verdict === 'invalid') return 'invalid';
  return failures.length === 0 ? 'passed' : 'failed';
}

/** A run whose events all came may still miss its SLOs, or be invalid for the machine's sake. */
function otherFailures({ slos, validity }: RunResult): string[] {
  const invalid = validity.reasons.filter(({ verdict }) => verdict === 'invalid');
  const missed = slos.filter(({ outcome }) => outcome !== 'pass');
  return [...invalid.map(reasonText), ...missed.map(({ outcome, id, text }) => `${id}: ${outcome}, ${text}`)];
}

function reasonText({ code, text }: { readonly code: string; readonly text: string }): string {
  return `${text} [${code}]`;
}

/** The whole trials, or what there is of an interrupted one. */
function usedTrials(trials: readonly TrialRecord[]): readonly TrialRecord[] {
  const whole = trials.filter(({ interrupted }) => !interrupted);
  return whole.length > 0 ? whole : trials;
}

function resultFactsOf(
  trials: readonly TrialRecord[],
  { cells: [cell] }: RunResult,
  { facts, receivedPerSec }: { readonly facts: WefFacts; readonly receivedPerSec: number },
): ResultFacts {
  const totalSecs = trials.reduce((sum, { durationNs }) => sum + durationNs, 0) / 1e9;
  return {
    totalSecs,
    eventsSent: facts.eventsSent,
    eventsAcknowledged: facts.eventsAcknowledged,
    eventsReceived: facts.eventsReceived,
    okBatches: cell?.counts.ok ?? 0,
    failedBatches: facts.batchesFailed,
    sentPerSec: totalSecs > 0 ? facts.eventsSent / totalSecs : 0,
    receivedPerSec,
    targetPerSec: facts.targetEventsPerSec,
  };
}
