// Preloaded with --import: says at the end, on a line after the result, how much memory the process had at most.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(1, `peak RSS ${process.resourceUsage().maxRSS * 1024} bytes\n`);
});
