import { z } from 'zod';

const text = z.string().nullable();
const amount = z.number().nullable();

/** The machine and software a run was measured on. What could not be read is null, never guessed. */
export const environmentSchema = z.strictObject({
  hostname: z.string(),
  os: z.strictObject({ platform: z.string(), release: z.string(), arch: z.string(), distribution: text }),
  cpu: z.strictObject({
    model: z.string(),
    logicalCores: z.int(),
    /** What this process may use: affinity and container quota taken into account. */
    usableCores: z.number(),
    governor: text,
    mhz: amount,
    turbo: z.boolean().nullable(),
  }),
  memory: z.strictObject({ totalBytes: z.number(), limitBytes: amount }),
  container: z.strictObject({ detected: z.boolean(), cpuQuotaCores: amount, memoryLimitBytes: amount }),
  virtualization: text,
  runtime: z.strictObject({
    node: z.string(),
    v8: z.string(),
    openssl: text,
    uv: text,
    execArgv: z.array(z.string()),
  }),
  packages: z.record(z.string(), z.string()),
  /** `branch` is absent where none is checked out. */
  git: z.strictObject({ commit: z.string(), branch: z.string().optional(), dirty: z.boolean() }).nullable(),
  ci: text,
});

export type Environment = z.infer<typeof environmentSchema>;
