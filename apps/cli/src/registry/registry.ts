import type { Suite } from '@benchwright/load-driver';
import type { OptionSpecs } from '../spec/option-spec.js';

/** A suite by name. Loaded only when it is used, so that `--help` does not wait for servers and SDKs. */
export interface SuiteEntry {
  readonly id: string;
  readonly title: string;
  /** Not part of `run all`: it has something to say only about an endpoint that is named, or takes minutes for a question of its own. */
  readonly byNameOnly?: boolean;
  load(): Promise<Suite>;
}

/** A running reference server. */
export interface RunningTarget {
  readonly endpoints: Readonly<Record<string, string>>;
  readonly credentials?: Readonly<Record<string, string>> | undefined;
  close(): Promise<void>;
}

/** A reference server that `targets start` can run in this process. */
export interface TargetEntry {
  readonly name: string;
  readonly title: string;
  readonly options: OptionSpecs;
  start(options: Readonly<Record<string, unknown>>): Promise<RunningTarget>;
}

/** What there is to run. Tests bring their own. */
export interface Registry {
  readonly suites: readonly SuiteEntry[];
  readonly targets: readonly TargetEntry[];
}
