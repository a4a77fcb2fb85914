import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.mjs';
import { countVitest } from './counting/count-vitest.mjs';
import { sumTallies } from './counting/tally.mjs';

// Runs every package's tests on other Node versions than the one installed: `pnpm test:node`, or `node .ci/node-versions.mjs 24`.
// The npm package `node` brings each, as an ordinary download that is kept under node_modules/.cache.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const versions = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ['22', '24'];

/**
 * The path of a Node of this major version.
 *
 * @param {string} version
 */
async function installNode(version) {
  const folder = join(root, 'node_modules', '.cache', 'node-versions', version);
  const node = join(folder, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(node)) return node;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n');
  // The package's preinstall script is what fetches the binary for this platform.
  const install = ['npm', 'install', '--no-audit', '--no-fund', `node@${version}`];
  const { code, output } = await runCommand(install, {
    cwd: folder,
    env: process.env,
    timeoutMs: 180_000,
    echo: false,
  });
  if (code !== 0 || !existsSync(node)) throw new Error(`could not install Node ${version}:\n${output}`);
  return node;
}

/** Folders of the packages that have tests. */
function testedPackages() {
  return ['packages', 'apps'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => join(parent, name))
      .filter((dir) => existsSync(join(root, dir, 'package.json'))),
  );
}

/**
 * @param {string} node
 * @param {string} version
 * @param {string} dir
 */
async function testPackage(node, version, dir) {
  const title = `${dir} on Node ${version}`;
  const report = join('test-results', `node-${version}.json`);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const command = [node, vitest, 'run', '--config', '../../vitest.config.ts', `--outputFile.json=${report}`];
  // Whatever a test starts by the name `node` must be the same version.
  const env = { ...process.env, NO_COLOR: '1', PATH: `${dirname(node)}:${process.env.PATH}` };
  rmSync(join(root, dir, report), { force: true });
  const result = await runCommand(command, { cwd: join(root, dir), env, timeoutMs: 600_000, echo: false });
  const tally = countVitest(title, readReport(join(root, dir, report)));
  if (tally.failures.length > 0) process.stdout.write(result.output);
  console.log(
    `${title}: ${tally.passed} passed, ${tally.failures.length} failed (${result.seconds.toFixed(1)} s)`,
  );
  return tally;
}

/** @param {string} file */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

const tallies = [];
for (const version of versions) {
  const node = await installNode(version);
  for (const dir of testedPackages()) tallies.push(await testPackage(node, version, dir));
}
const { passed, failures } = sumTallies(tallies);
for (const failure of failures) console.log(`FAIL ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
