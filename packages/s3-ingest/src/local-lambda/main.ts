// The local Lambda as a process of its own. Its argument is a file of LocalLambdaOptions as JSON.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runTarget } from '@benchwright/load-driver/target';
import type { LocalLambdaOptions } from './function-definition.js';
import { startPlatform } from './start-platform.js';

const bootstrapFile = fileURLToPath(new URL('./bootstrap.js', import.meta.url));

runTarget('lambda', async ([file]) => {
  const options = JSON.parse(await readFile(file!, 'utf8')) as LocalLambdaOptions;
  const platform = await startPlatform(options, bootstrapFile);
  return { endpoints: { lambda: platform.endpoint }, close: () => platform.close() };
});
