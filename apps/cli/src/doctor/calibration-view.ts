import { isLowerBound } from '@benchwright/load-driver';
import { formatCount, formatValue, terminalSafe, wrapColumns } from '@benchwright/report';
import type { Calibration, Ceiling, Noise } from '@benchwright/result-schema';
import type { Page } from '../output/result-text.js';
import { ageInDays, isOld } from './calibration-age.js';
import type { StoredCalibration } from './calibration-store.js';
import { resolutionLines } from './resolution-text.js';

const METRIC_NAMES: Readonly<Record<string, string>> = {
  responseTimeP50Ns: 'p50 response time',
  responseTimeP99Ns: 'p99 response time',
  responseTimeMeanNs: 'mean response time',
  requestsPerSec: 'requests per second',
};
const PROTOCOL_NAMES: Readonly<Record<Ceiling['protocol'], string>> = {
  http1: 'HTTP/1.1',
  http2: 'HTTP/2',
  grpc: 'gRPC',
};

/** What is known of this machine from its calibration, for people. `nowMs` tells its age. Pure. */
export function calibrationText(stored: StoredCalibration, nowMs: number, page: Page): string {
  const { calibration, problem } = stored;
  if (calibration === null) {
    const why = problem === null ? 'This machine has not been calibrated' : `${problem}`;
    return prose(
      `${why}: benchwright doctor --calibrate finds its limits and its noise in about a minute.`,
      page,
    );
  }
  return [
    prose(`Calibrated ${age(calibration, nowMs)}: what later runs are held against.`, page),
    ...ceilingLines(calibration.ceilings),
    ...noiseLines(calibration, page),
  ].join('');
}

function age(calibration: Calibration, nowMs: number): string {
  const days = ageInDays(calibration, nowMs);
  const ago = days <= 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
  return isOld(calibration, nowMs) ? `${ago}, which is long: calibrate again` : ago;
}

function ceilingLines(ceilings: readonly Ceiling[]): string[] {
  const rows = ceilings.map((ceiling) => {
    const { protocol, connections, pipelining, bodyBytes, ratePerSec } = ceiling;
    const shape = `${connections} x ${pipelining}`;
    const rate = `${isLowerBound(ceiling) ? '>= ' : ''}${formatValue('/s', ratePerSec)}`;
    const body = formatValue('B', bodyBytes);
    return `  ${PROTOCOL_NAMES[protocol].padEnd(10)}${shape.padEnd(10)}${body.padEnd(12)}${rate}\n`;
  });
  const head = `  ${'protocol'.padEnd(10)}${'at once'.padEnd(10)}${'body'.padEnd(12)}what the generator offers at most\n`;
  return ['\n', head, ...rows];
}

function noiseLines(calibration: Calibration, page: Page): string[] {
  const { noise } = calibration;
  const { trials, rounds } = noise;
  const rows = Object.entries(noise.metrics).map(
    ([name, one]) =>
      `  ${terminalSafe(METRIC_NAMES[name] ?? name).padEnd(22)}${share(one.floorShare).padEnd(10)}${share(one.resolvableShare).padEnd(10)}${needed(one.trialsFor5Percent).padEnd(10)}${needed(one.trialsFor1Percent)}\n`,
  );
  const head = `  ${'with'.padEnd(22)}${'noise'.padEnd(10)}${'found'.padEnd(10)}${'for 5 %'.padEnd(10)}for 1 %\n`;
  const explained = `noise: two measurements of the same thing, ${trials} trials each, differ by more once in twenty; smaller differences are no difference here. found: from here on ${trials} trials find a difference nine times in ten. for 5 % and 1 %: the trials a side that such a difference takes (--trials). From ${rounds} rounds of a target that does nothing: real ones add noise of their own.`;
  const resolution = `On this machine ${resolutionLines(calibration, trials).join('. ')}.`;
  return [
    '\n',
    head,
    ...rows,
    '\n',
    prose(resolution, page),
    prose(explained, page),
    ...differentLines(noise.metrics, page),
  ];
}

function differentLines(metrics: Readonly<Record<string, Noise>>, page: Page): string[] {
  const names = Object.entries(metrics).flatMap(([name, { different }]) =>
    different ? [METRIC_NAMES[name] ?? name] : [],
  );
  if (names.length === 0) return [];
  const text = `The same thing measured twice was called different by ${names.join(', ')}. By chance that happens once in twenty; if it happens again, something on this machine is not steady.`;
  return [prose(text, page)];
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function needed(trials: number | null): string {
  return trials === null ? '> 1,000' : formatCount(trials);
}

function prose(text: string, { columns }: Page): string {
  return `${wrapColumns(terminalSafe(text), columns).join('\n')}\n`;
}
