import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { FunctionDefinition } from '../function-definition.js';
import { handlerName, LAMBDA_ARCHITECTURE, LAMBDA_RUNTIME } from '../platform-env.js';

/** Account of AWS's own examples: there is none here. */
const ACCOUNT = '000000000000';

export function functionArn(region: string, name: string): string {
  return `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
}

/** Names in the API are a name, an ARN or a part of one, with or without $LATEST. */
export function functionNameOf(given: string): string {
  const withoutArn = given
    .replace(/^(?:arn:aws[\w-]*:lambda:[\w-]+:)?(?:\d{12}:)?function:/, '')
    .replace(/^\d{12}:/, '');
  return withoutArn.replace(/:\$LATEST$/, '');
}

/** Lambda reserves these names for itself, so it never shows them; here they carry the credentials of the embedded S3. */
const SECRET_VARIABLES = /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/;

/** The answer of GetFunctionConfiguration, and an element of ListFunctions'. */
export function functionConfiguration(
  definition: FunctionDefinition,
  region: string,
): Record<string, unknown> {
  const { name, memoryMb, timeoutSec, env } = definition;
  const variables = Object.fromEntries(Object.entries(env).filter(([key]) => !SECRET_VARIABLES.test(key)));
  return {
    FunctionName: name,
    FunctionArn: functionArn(region, name),
    Runtime: LAMBDA_RUNTIME,
    Role: `arn:aws:iam::${ACCOUNT}:role/local`,
    Handler: handlerName(definition),
    Description: 'Runs in the local Lambda of Benchwright',
    Timeout: timeoutSec,
    MemorySize: memoryMb,
    Version: '$LATEST',
    Environment: { Variables: variables },
    TracingConfig: { Mode: 'PassThrough' },
    PackageType: 'Zip',
    Architectures: [LAMBDA_ARCHITECTURE],
    EphemeralStorage: { Size: 512 },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...codeFacts(definition.handlerFile),
  };
}

/** A file that is not there shows when the function is invoked, as a broken package does on AWS. */
function codeFacts(file: string): Record<string, unknown> {
  try {
    const { size, mtime } = statSync(file);
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('base64');
    return { CodeSize: size, CodeSha256: sha256, LastModified: mtime.toISOString().replace('Z', '+0000') };
  } catch {
    return { CodeSize: 0, CodeSha256: '', LastModified: new Date(0).toISOString().replace('Z', '+0000') };
  }
}
