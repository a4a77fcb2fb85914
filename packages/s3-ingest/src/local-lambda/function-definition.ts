/** A function of the local Lambda, as a deployment on AWS would describe it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly memoryMb: number;
  /** Its environment variables. The platform's own (AWS_REGION, AWS_LAMBDA_…) come on top. */
  readonly env: Readonly<Record<string, string>>;
  /** Seconds, 1 to 900. */
  readonly timeoutSec: number;
  /** Path of the ES module. */
  readonly handlerFile: string;
  /** Name of its export; `handler` unless given. */
  readonly handlerExport?: string;
  /**
   * Environments that are kept for this function, and the most that it can have. Absent or 0 is unreserved: the original's designs say 0
   * for that, although on AWS a reservation of 0 stops every invocation. PutFunctionConcurrency with 0 does as AWS does.
   */
  readonly reservedConcurrency?: number;
}

/** How a limit is kept on this machine. */
export type LimitEnforcement = 'cgroup-v2' | 'cgroup-v1' | 'rss-watchdog' | 'not enforced';

/** Which of Lambda's limits an execution environment really has here. */
export interface Enforcement {
  readonly memory: LimitEnforcement;
  readonly cpu: LimitEnforcement;
}

/** A line of a function's log, in the shape of CloudWatch's FilterLogEvents. */
export interface LocalLogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** One line, without its newline. */
  readonly message: string;
  readonly logStreamName: string;
}

/** A running local Lambda. */
export interface LocalLambda {
  /** For `new LambdaClient({ endpoint })`. */
  readonly endpoint: string;
  /** What the function logged so far, START, END and REPORT lines included, oldest first. Empty for a function that never ran. */
  logs(functionName: string): Promise<readonly LocalLogEvent[]>;
  /** Ends all environments and the endpoint. */
  close(): Promise<void>;
}

export interface LocalLambdaOptions {
  readonly functions: readonly FunctionDefinition[];
  /** Folder for one NDJSON file of log events per function, `<name>.ndjson`; made if missing. */
  readonly logFolder: string;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  readonly region?: string;
  /** Invocations that may run at once in all functions together. 1000, as a new account on AWS may have. */
  readonly accountConcurrency?: number;
  /** Part of it that reservations must leave. 100 as on AWS, or a tenth of a smaller limit. */
  readonly unreservedMinimum?: number;
  /** How long an idle environment is kept. 5 minutes. */
  readonly idleMs?: number;
  /** How long an environment may take to start. 10 seconds, as on AWS. */
  readonly initTimeoutMs?: number;
  /** Whether cgroups are used where permitted. Without them memory is watched and CPU is not enforced. */
  readonly useCgroups?: boolean;
}
