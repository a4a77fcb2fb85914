/** Names of this suite's figures in the record of a trial. */
export const EXTRA = {
  /** How long the server took to start. */
  startNs: 'serverStartNs',
  /** Operations in one request: those of a batch. */
  perRequest: 'operationsPerRequest',
} as const;
