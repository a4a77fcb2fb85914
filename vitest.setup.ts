import { configureGlobal } from 'fast-check';

// The same cases on every machine and every run, so that a cached result means what a new run would say.
// To look for new counterexamples: FAST_CHECK_SEED=$RANDOM pnpm exec vitest run --config ../../vitest.config.ts
configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_121) });
