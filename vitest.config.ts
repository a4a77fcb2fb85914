import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Every package runs `vitest run --config ../../vitest.config.ts`; the root of the run stays the package's own folder.
// With `--no-isolate` the files of a package share a process, which spares 0.4 s of loading a file; not for a package whose tests replace modules.
// The JSON report is what CI counts, one file per script: `test:workspace` writes test-results/test-workspace.json.
const script = (process.env.npm_lifecycle_event ?? 'test').replaceAll(':', '-');

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    setupFiles: [fileURLToPath(new URL('./vitest.setup.ts', import.meta.url))],
    // Generous, for a crowded CI machine: no test waits, so only a hang ever gets here. What takes 3 s on an idle machine of two
    // cores took 40 s at a load average of 20: a limit of its own below this one only makes a test fail where the machine is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A condition that is polled comes as late as the machine is busy; the default of one second is less than a process takes to start then.
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', 'json'],
    outputFile: { json: `test-results/${script}.json` },
  },
});
