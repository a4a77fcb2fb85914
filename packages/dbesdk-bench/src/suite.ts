import { createRequire } from 'node:module';
import type { Suite } from '@benchwright/load-driver';
import { type DbesdkConfig, dbesdkConfigSchema, dbesdkEnvironment, dbesdkQuick } from './config.js';
import { dbesdkConfigTemplate } from './config-template.js';
import { addressOf, dynamoDbTargetOf } from './dynamodb-target.js';
import { planDbesdk } from './plan.js';
import { openDbesdk } from './session.js';
import { summarizeDbesdk } from './summarize.js';
import { leftOutReasons } from './views/left-out-lines.js';
import { dbesdkViews } from './views.js';

const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** Client-side encryption of DynamoDB items, as the harnesses of the AWS Database Encryption SDK measure it. */
export const dbesdkSuite: Suite<DbesdkConfig> = {
  id: 'dbesdk',
  title: 'DynamoDB item encryption',
  version: manifest.version,
  config: {
    schema: dbesdkConfigSchema,
    environment: dbesdkEnvironment,
    template: dbesdkConfigTemplate,
  },
  quick: dbesdkQuick,
  plan: planDbesdk,
  leftOut: leftOutReasons,
  open: openDbesdk,
  summarize: summarizeDbesdk,
  views: dbesdkViews,
  targets(config) {
    const target = dynamoDbTargetOf(config, process.env);
    const address = target === null ? null : addressOf(target);
    return address === null ? [] : [address];
  },
};
