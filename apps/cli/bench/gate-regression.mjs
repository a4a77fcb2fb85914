// Whether a gate tells 5 % from nothing where time is real: a server that answers after 40 ms or after 42, measured through the command and
// judged by `gate --condition "p50 <= baseline + 2%"` against a baseline of 40 ms, several times over. A run that the machine spoiled is
// counted apart, for no gate passes it. Ends with 1 if a gate decided wrongly. The same in virtual time, where it cannot depend on the
// machine, are the tests of the gate and of the GitHub action. Run after a build: node bench/gate-regression.mjs [repeats]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPEATS = Number(process.argv[2] ?? 3);
const BASE_MS = 40;
const SLOWDOWN = 0.05;
const LOAD = ['-n', '100', '-c', '4', '--trials', '5', '--no-ceiling', '--progress', 'none', '--json'];
const bin = fileURLToPath(new URL('../bin/benchwright.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'benchwright-gate-'));

let delayMs = BASE_MS;
const server = createServer((_, response) => setTimeout(() => response.end('ok'), delayMs));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/`;

/** The server answers in this process, so the command must not block it. */
async function benchwright(...args) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const [code] = await once(child, 'close');
  return { code, stdout };
}

async function measured(slowdown) {
  delayMs = BASE_MS * (1 + slowdown);
  const { code, stdout } = await benchwright('http', url, ...LOAD);
  const { run, cells } = JSON.parse(stdout);
  return {
    path: join('results', 'http', run.id),
    spoiled: code !== 0,
    p50Ms: cells[0].metrics.responseTimeNs.estimate / 1e6,
  };
}

async function judged(run, baseline) {
  const condition = 'p50 <= baseline + 2%';
  const { code } = await benchwright('gate', run.path, '--baseline', baseline.path, '--condition', condition);
  return code;
}

let wrong = 0;
try {
  console.log('round  side       p50, ms   gate   right');
  for (let round = 1; round <= REPEATS; round++) {
    const baseline = await measured(0);
    for (const [side, slowdown, expected] of [
      ['A/A', 0, 0],
      ['5 %', SLOWDOWN, 1],
    ]) {
      const run = await measured(slowdown);
      const spoiled = run.spoiled || baseline.spoiled;
      const code = await judged(run, baseline);
      if (!spoiled && code !== expected) wrong++;
      const verdict = spoiled ? 'spoiled by the machine' : code === expected ? 'yes' : 'NO';
      console.log(
        `${String(round).padStart(5)}  ${side.padEnd(6)} ${run.p50Ms.toFixed(3).padStart(12)} ${String(code).padStart(6)}   ${verdict}`,
      );
    }
  }
} finally {
  server.closeAllConnections();
  server.close();
  console.log(`${readdirSync(join(folder, 'results', 'http')).length} runs; wrong decisions: ${wrong}`);
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = wrong > 0 ? 1 : 0;
