import type { RunEvent } from '@benchwright/load-driver';
import type { WefConfig } from '../config.js';
import { wefBanner } from './console-view.js';
import { ProgressLines } from './progress-lines.js';

/** What the original says while it runs, event by event of a run: banner, health, and a line for each 100,000 events. */
export function wefRemarks(config: WefConfig): (event: RunEvent) => readonly string[] {
  const progress = new ProgressLines();
  return (event) => {
    switch (event.type) {
      case 'run-started':
        return wefBanner(config);
      case 'target-ready':
        return ['WEF server is healthy'];
      case 'trial-started':
        return ['', 'Sending events...'];
      case 'trial-progress': {
        const { ok, elapsedNs, remainingNs, remainingRequests, ratePerSec, phase } = event.progress;
        if (phase === 'warmup') return [];
        const leftNs =
          remainingNs ??
          (remainingRequests === null || ratePerSec <= 0 ? null : (remainingRequests / ratePerSec) * 1e9);
        const line = progress.lineAt({ events: ok * config.batchSize, elapsedNs, remainingNs: leftNs });
        return line === null ? [] : [line];
      }
      default:
        return [];
    }
  };
}
