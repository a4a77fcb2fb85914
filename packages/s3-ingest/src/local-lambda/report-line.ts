import type { Enforcement } from './function-definition.js';

/** What a REPORT line says: what an invocation took, and what it costs. */
export interface InvocationReport {
  readonly requestId: string;
  readonly durationMs: number;
  /** Whole milliseconds. Since August 2025 the start of an environment is billed with its first invocation. */
  readonly billedDurationMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  /** Only of the first invocation of an environment. */
  readonly initDurationMs?: number;
  readonly status?: string;
  readonly errorType?: string;
  /** How this machine held the function to its limits; absent in lines of AWS, which does. */
  readonly enforcement?: Enforcement;
}

/** The line in Lambda's form: fields apart by tabs, how the limits were kept as two more behind them. */
export function formatReportLine(report: InvocationReport): string {
  const { initDurationMs, status, errorType, enforcement } = report;
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${report.billedDurationMs} ms`,
    `Memory Size: ${report.memorySizeMb} MB`,
    `Max Memory Used: ${report.maxMemoryUsedMb} MB`,
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
    ...(status === undefined ? [] : [`Status: ${status}`]),
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
    ...(enforcement === undefined
      ? []
      : [`Memory Limit: ${enforcement.memory}`, `CPU Limit: ${enforcement.cpu}`]),
  ];
  return `${fields.join('\t')}\t`;
}

/** What Lambda logs of a start that took too long, in its form. */
export function formatInitReportLine(durationMs: number): string {
  return `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`;
}

/** Reads the last REPORT line in a piece of log, AWS's or ours; null where there is none. */
export function parseReportLine(log: string): InvocationReport | null {
  const at = log.lastIndexOf('REPORT RequestId: ');
  if (at === -1) return null;
  const [line = ''] = log.slice(at + 'REPORT '.length).split('\n', 1);
  const fields = new Map<string, string>();
  for (const field of line.split('\t')) {
    const colon = field.indexOf(': ');
    if (colon > 0) fields.set(field.slice(0, colon).trim(), field.slice(colon + 2).trim());
  }
  return reportOf(fields);
}

function reportOf(fields: ReadonlyMap<string, string>): InvocationReport | null {
  const requestId = fields.get('RequestId');
  const durationMs = numberOf(fields.get('Duration'));
  const billedDurationMs = numberOf(fields.get('Billed Duration'));
  const memorySizeMb = numberOf(fields.get('Memory Size'));
  const maxMemoryUsedMb = numberOf(fields.get('Max Memory Used'));
  if (requestId === undefined || durationMs === null || billedDurationMs === null) return null;
  if (memorySizeMb === null || maxMemoryUsedMb === null) return null;
  const initDurationMs = numberOf(fields.get('Init Duration'));
  const status = fields.get('Status');
  const errorType = fields.get('Error Type');
  const enforcement = enforcementOf(fields);
  return {
    requestId,
    durationMs,
    billedDurationMs,
    memorySizeMb,
    maxMemoryUsedMb,
    ...(initDurationMs === null ? {} : { initDurationMs }),
    ...(status === undefined ? {} : { status }),
    ...(errorType === undefined ? {} : { errorType }),
    ...(enforcement === null ? {} : { enforcement }),
  };
}

const LIMITS = ['cgroup-v2', 'cgroup-v1', 'rss-watchdog', 'not enforced'] as const;

function enforcementOf(fields: ReadonlyMap<string, string>): Enforcement | null {
  const memory = LIMITS.find((limit) => limit === fields.get('Memory Limit'));
  const cpu = LIMITS.find((limit) => limit === fields.get('CPU Limit'));
  return memory === undefined || cpu === undefined ? null : { memory, cpu };
}

/** `12.34 ms` → 12.34. */
function numberOf(text: string | undefined): number | null {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : null;
}
