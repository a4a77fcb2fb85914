/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** A PostgreSQL, embedded or not: what the store needs of one. */
export interface Database {
  readonly kind: 'pglite' | 'postgres';
  /** One statement with parameters `$1`, `$2` … */
  query(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  /** Several statements without parameters, in one transaction. */
  script(sql: string): Promise<void>;
  close(): Promise<void>;
}
