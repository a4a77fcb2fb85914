#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/bin.js', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`benchwright needs Node 20.19 or later; this is Node ${process.versions.node}`);
} else if (!existsSync(program)) {
  fail('benchwright is not built yet: run "pnpm build" in the repository (npx -y pnpm@10 build)');
} else {
  const { start } = await import(program.href);
  await start();
}

function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = 2;
}
