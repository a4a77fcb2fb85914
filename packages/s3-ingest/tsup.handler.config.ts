import { defineConfig } from 'tsup';

// What is deployed to Lambda: one module, so that a zip of a single file is the whole function. The AWS SDK stays outside, because the
// runtime brings one. The ending makes it a module without a package.json beside it.
export default defineConfig({
  entry: { handler: 'src/lambda/handler.ts' },
  outDir: 'dist/lambda',
  format: ['esm'],
  outExtension: () => ({ js: '.mjs' }),
  external: [/^@aws-sdk\//],
  splitting: false,
  dts: false,
  clean: false,
  sourcemap: false,
  treeshake: true,
  target: 'node20',
});
