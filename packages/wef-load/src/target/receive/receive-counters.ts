/** What became of the batches that arrived. Plain numbers, for the hot path. */
export class ReceiveCounters {
  accepted = 0;
  malformed = 0;
  tooLarge = 0;
  refusedBusy = 0;
  aborted = 0;
  unsupported = 0;
  failed = 0;
  bodyBytes = 0;
}
