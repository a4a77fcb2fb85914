// The whole command against the transport's own figures (load-driver/bench) and wrk, interleaved round by round; prints ratios.
//   node bench/http-command.mjs [--target-cmd 'program {port}'] [--rounds 5] [--tries 10] [--seconds 3] [--connections 50]
// Needs two cores (the server is pinned to one, the generator to the other), the built packages, and nginx where no target is
// named. Rounds that others disturbed are repeated. Exit 1 when the command is more than 5 % behind the transport.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ours, wrk } from '../../load-driver/bench/http1-generators.mjs';
import { interleavedRounds, median, ratios } from '../../load-driver/bench/interleaved-rounds.mjs';
import { installed, startCommand, startNginx } from '../../load-driver/bench/targets.mjs';
import { command } from './command-process.mjs';

const BAR = 0.95;
const { values } = parseArgs({
  options: {
    'target-cmd': { type: 'string' },
    rounds: { type: 'string', default: '5' },
    tries: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '50' },
  },
});
const seconds = Number(values.seconds);
const resultsFolder = mkdtempSync(join(tmpdir(), 'benchwright-http-command-'));
const generators = {
  command: (setting) => command({ ...setting, length: ['-d', `${seconds}s`] }),
  transport: (setting) => ours({ ...setting, warmUpSeconds: 1 }),
  ...(installed('wrk') && { wrk }),
};
const target = values['target-cmd'] ? await startCommand(values['target-cmd']) : await startNginx(109);
const connections = Number(values.connections);
let measured;
try {
  measured = interleavedRounds({
    generators,
    setting: { url: target.url, connections, pipelining: 1, seconds, resultsFolder },
    serverPid: target.pid,
    rounds: Number(values.rounds),
    tries: Number(values.tries),
  });
} finally {
  await target.stop();
  rmSync(resultsFolder, { recursive: true, force: true });
}

const { kept, names, foreign } = measured;
console.log(
  `${target.name}, ${connections} connections, ${kept.length} rounds of ${seconds} s, Node ${process.versions.node}; others used at most ${foreign.toFixed(2)} cores`,
);
for (const name of names) {
  const rate = median(kept.map((round) => round[name].requestsPerSec)) / 1000;
  const cpu = median(kept.map((round) => round[name].cpuNsPerRequest)) / 1000;
  console.log(
    `${name.padEnd(9)} ${rate.toFixed(1).padStart(6)}k requests/s ${cpu.toFixed(2).padStart(6)} µs CPU/request`,
  );
}
for (const name of names.slice(1)) {
  const { byRate, byCpu } = ratios(kept, 'command', name);
  console.log(`command/${name.padEnd(9)} ${spread(byRate)} by rate, ${spread(byCpu)} by CPU`);
}
const { byRate, byCpu } = ratios(kept, 'command', 'transport');
const worst = Math.min(median(byRate), median(byCpu));
console.log(
  `the command is ${worst >= BAR ? 'within' : 'MORE than'} 5 % ${worst >= BAR ? 'of' : 'behind'} the transport`,
);
if (worst < BAR) process.exitCode = 1;

function spread(all) {
  return `${median(all).toFixed(3)} (${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)})`;
}
