// Memory of `benchwright http` over 10 million requests, beside that over 100 thousand. Exit 1 when it has grown by more than a tenth.
//   node bench/command-memory.mjs [--target-cmd 'program {port}'] [--requests 10000000] [--pipelining 10] [--connections 50]
//     [--rounds 1]
// Needs two cores, the built packages, and nginx where no target is named.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareMemory } from '../../load-driver/bench/memory-growth.mjs';
import { startCommand, startNginx } from '../../load-driver/bench/targets.mjs';
import { command } from './command-process.mjs';

const { values } = parseArgs({
  options: {
    'target-cmd': { type: 'string' },
    requests: { type: 'string', default: '10000000' },
    pipelining: { type: 'string', default: '10' },
    connections: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '1' },
  },
});
const resultsFolder = mkdtempSync(join(tmpdir(), 'benchwright-http-memory-'));
const target = values['target-cmd'] ? await startCommand(values['target-cmd']) : await startNginx(109);
const setting = {
  url: target.url,
  connections: Number(values.connections),
  pipelining: Number(values.pipelining),
  resultsFolder,
};
try {
  await compareMemory(
    ({ requests, ...rest }) => command({ ...rest, length: ['-n', requests] }),
    target,
    setting,
    values,
  );
} finally {
  rmSync(resultsFolder, { recursive: true, force: true });
}
