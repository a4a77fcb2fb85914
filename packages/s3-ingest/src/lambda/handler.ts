// What is deployed to Lambda: the build makes one file of this and everything it imports, except the SDK, which the runtime brings.
import { createHandle, type Handle } from './handle.js';

export const handler: Handle = createHandle({
  env: process.env,
  startedAt: 0,
  // Not console.log: with Lambda's JSON log format that would be wrapped, and CloudWatch would find no metrics in it.
  log: (line) => process.stdout.write(`${line}\n`),
});
