/** A request that a file describes. Absent parts are as the run's own. */
export interface ImportedRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is; anything else as its JSON. */
  readonly body?: unknown;
}

/** Where in the file something stands that cannot be used. */
export interface ImportProblem {
  readonly line: number;
  readonly message: string;
}

export type Imported =
  | { readonly requests: readonly ImportedRequest[] }
  | { readonly problems: readonly ImportProblem[] };
