import { devNull } from 'node:os';
import { basename, dirname } from 'node:path';
import type { FunctionDefinition } from './function-definition.js';

/** Architecture as Lambda names it. */
export const LAMBDA_ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** Lambda's name of the runtime that this Node is. */
export const LAMBDA_RUNTIME = `nodejs${process.versions.node.split('.')[0]}.x`;

/** `handler.handler` for the file handler.mjs and its export handler. */
export function handlerName({ handlerFile, handlerExport = 'handler' }: FunctionDefinition): string {
  return `${basename(handlerFile).replace(/\.[cm]?js$/, '')}.${handlerExport}`;
}

export function logGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * The environment of a function: its own variables and, on top, those that Lambda reserves. Nothing of this process's environment or
 * of the user's AWS files gets in, so that a function finds here what it would find there.
 */
export function platformEnv(
  definition: FunctionDefinition,
  { region, logStreamName }: { readonly region: string; readonly logStreamName: string },
): Record<string, string> {
  return {
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_CONFIG_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...definition.env,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${LAMBDA_RUNTIME}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(definition.name),
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    LAMBDA_TASK_ROOT: dirname(definition.handlerFile),
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    _HANDLER: handlerName(definition),
  };
}
