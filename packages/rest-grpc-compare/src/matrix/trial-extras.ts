/** Names under which a trial's record holds what only this suite knows of it. Absent where there is no such figure. */
export const EXTRA = {
  /** Round trip of one byte over the link, as it was measured before the run. */
  linkRoundTripNs: 'linkRoundTripNs',
  /** How much later than the link's model pieces were given out. */
  linkLateMeanNs: 'linkLateMeanNs',
  linkLateP99Ns: 'linkLateP99Ns',
  /** Share of a core that the proxy used. */
  proxyCpuShare: 'proxyCpuShare',
  /** Resident set of the server before the trial. */
  serverRssBeforeBytes: 'serverRssBeforeBytes',
  /** What the messages of one request cost, see `MessageCost`. */
  serverMessagesNs: 'serverMessagesNs',
  clientMessagesNs: 'clientMessagesNs',
} as const;
