import { randomBytes } from 'node:crypto';
import type { OpenHierarchy } from './cgroup/open-hierarchy.js';
import { ExecutionEnvironment } from './environment/execution-environment.js';
import type { FunctionDefinition } from './function-definition.js';
import type { Janitor } from './janitor.js';
import type { LogStore } from './log-store.js';
import { platformEnv } from './platform-env.js';

/** What all environments of a platform share. */
export interface PlatformParts {
  readonly region: string;
  readonly bootstrapFile: string;
  readonly hierarchy: OpenHierarchy | null;
  readonly janitor: Janitor;
  readonly logs: LogStore;
  readonly idleMs: number;
  readonly initTimeoutMs: number;
}

/** An environment in the pool, and where its lines go besides the log. */
export interface PooledEnvironment {
  readonly environment: ExecutionEnvironment;
  /** The lines of the invocation under way; null between invocations. */
  tail: string[] | null;
}

let environmentsStarted = 0;

/** The environments of one function. The one that was used last is used first, so that the others fall idle and go. */
export class EnvironmentPool {
  readonly #definition: FunctionDefinition;
  readonly #parts: PlatformParts;
  readonly #idle: { readonly pooled: PooledEnvironment; readonly timer: NodeJS.Timeout }[] = [];
  readonly #alive = new Set<ExecutionEnvironment>();

  constructor(definition: FunctionDefinition, parts: PlatformParts) {
    this.#definition = definition;
    this.#parts = parts;
  }

  /** A warm environment; null where all are busy or there is none. */
  takeIdle(): PooledEnvironment | null {
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      clearTimeout(last.timer);
      // Between invocations it may have died of something that the handler left running.
      if (this.#alive.has(last.pooled.environment)) return last.pooled;
    }
    return null;
  }

  /** Starts a new one. Its process is on its way when this returns. */
  start(): PooledEnvironment {
    const { region, bootstrapFile, hierarchy, janitor, logs } = this.#parts;
    const definition = this.#definition;
    const logStreamName = newLogStreamName(new Date());
    const pooled: { environment: ExecutionEnvironment; tail: string[] | null } = {
      tail: null,
      environment: new ExecutionEnvironment({
        definition,
        env: platformEnv(definition, { region, logStreamName }),
        bootstrapFile,
        hierarchy,
        name: String(environmentsStarted++),
        logStreamName,
        onLine: (message) => {
          pooled.tail?.push(message);
          logs.append(definition.name, { timestamp: Date.now(), message, logStreamName });
        },
      }),
    };
    const { environment } = pooled;
    const { pid } = environment;
    this.#alive.add(environment);
    if (pid !== undefined) janitor.add(pid);
    void environment.exited.then(() => {
      this.#alive.delete(environment);
      if (pid !== undefined) janitor.drop(pid);
    });
    return pooled;
  }

  /** Keeps it for the next invocation, until it has been idle for too long. */
  giveBack(pooled: PooledEnvironment): void {
    if (!this.#alive.has(pooled.environment)) return;
    const timer = setTimeout(() => this.#reap(pooled), this.#parts.idleMs);
    timer.unref();
    this.#idle.push({ pooled, timer });
  }

  async close(): Promise<void> {
    for (const { timer } of this.#idle) clearTimeout(timer);
    this.#idle.length = 0;
    await Promise.all([...this.#alive].map((environment) => environment.kill()));
  }

  #reap(pooled: PooledEnvironment): void {
    const at = this.#idle.findIndex((entry) => entry.pooled === pooled);
    if (at === -1) return;
    this.#idle.splice(at, 1);
    void pooled.environment.kill();
  }
}

/** `2026/11/21/[$LATEST]` and 32 hexadecimal digits, as Lambda names the log of an environment. */
function newLogStreamName(now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}
