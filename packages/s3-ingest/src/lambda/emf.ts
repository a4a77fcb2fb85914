import type { InvocationRecord } from './invocation-record.js';
import type { LambdaSettingsError, SettingProblem } from './settings-error.js';
import type { Environment } from './settings-reader.js';

export const EMF_NAMESPACE = 'LambdaS3Study';

/** CloudWatch's embedded metric format: `_aws` says which members of the same object are metrics and dimensions. */
export interface EmfMetadata {
  readonly Timestamp: number;
  readonly CloudWatchMetrics: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
  }[];
}

/** One line of the function's log. */
export type EmfLine = { readonly _aws: EmfMetadata; readonly errors?: 1 } & InvocationRecord;

export interface EmfOptions {
  /**
   * Makes run_id a dimension. Every run then is a custom metric of its own, and billed as one; by default it is a property,
   * which Logs Insights finds just as well.
   */
  readonly runIdDimension: boolean;
}

const DIMENSIONS = ['workload', 'function_name', 'region'] as const;
const SUCCESS_METRICS = [
  { Name: 'latency_ms', Unit: 'Milliseconds' },
  { Name: 'object_bytes', Unit: 'Bytes' },
  { Name: 'events_generated', Unit: 'Count' },
];
const COLD_START_METRIC = { Name: 'cold_start_ms', Unit: 'Milliseconds' };
const FAILURE_METRICS = [{ Name: 'errors', Unit: 'Count' }];

/**
 * The record as CloudWatch takes it: metrics latency_ms, object_bytes and events_generated of a success, cold_start_ms where there
 * was one, `errors` (1) of a failure. Only members that exist are declared, as the specification demands.
 *
 * Source: "Specification: Embedded metric format" in the CloudWatch user guide.
 */
export function emfLine(record: InvocationRecord, { runIdDimension }: EmfOptions): EmfLine {
  const metrics = [
    ...(record.ok ? SUCCESS_METRICS : FAILURE_METRICS),
    ...(record.cold_start_ms === undefined ? [] : [COLD_START_METRIC]),
  ];
  const metadata: EmfMetadata = {
    Timestamp: record.ts_end_ms,
    CloudWatchMetrics: [
      {
        Namespace: EMF_NAMESPACE,
        Dimensions: [runIdDimension ? [...DIMENSIONS, 'run_id'] : [...DIMENSIONS]],
        Metrics: metrics,
      },
    ],
  };
  return { _aws: metadata, ...record, ...(record.ok ? {} : { errors: 1 }) };
}

/** What is logged where the settings are unusable, so that nothing about the workload is known. */
export interface SettingsFailureLine {
  readonly _aws: EmfMetadata;
  readonly ok: false;
  readonly errors: 1;
  readonly request_id: string;
  readonly function_name: string;
  readonly region: string;
  readonly ts_end_ms: number;
  readonly error_code: string;
  readonly error_message: string;
  readonly problems: readonly SettingProblem[];
}

/** The line for settings that cannot be used: it counts as an error of the function. */
export function settingsFailureLine(
  error: LambdaSettingsError,
  context: { readonly awsRequestId: string; readonly functionName: string },
  env: Environment,
  nowMs: number,
): SettingsFailureLine {
  const directive = {
    Namespace: EMF_NAMESPACE,
    Dimensions: [['function_name', 'region']],
    Metrics: FAILURE_METRICS,
  };
  return {
    _aws: { Timestamp: nowMs, CloudWatchMetrics: [directive] },
    ok: false,
    errors: 1,
    request_id: context.awsRequestId,
    function_name: context.functionName,
    region: env.AWS_REGION ?? 'unknown',
    ts_end_ms: nowMs,
    error_code: error.code,
    error_message: error.message,
    problems: error.problems,
  };
}
