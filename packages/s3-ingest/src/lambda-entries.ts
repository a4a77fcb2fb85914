import { fileURLToPath } from 'node:url';

// Sources and bundles lie one folder below the package, so that both find the built files.

/** Path of the file that is deployed to Lambda: one ES module that needs nothing but the runtime's AWS SDK. */
export const handlerFile: string = fileURLToPath(new URL('../dist/lambda/handler.mjs', import.meta.url));

/** Path of the program that is an execution environment. */
export const bootstrapFile: string = fileURLToPath(
  new URL('../dist/local-lambda/bootstrap.js', import.meta.url),
);

/** Path of the program that serves the Lambda API in a process of its own. */
export const localLambdaEntry: string = fileURLToPath(
  new URL('../dist/local-lambda/main.js', import.meta.url),
);
