import { createRequire } from 'node:module';
import type { Suite } from '@benchwright/load-driver';
import { type WefConfig, wefConfigSchema, wefEnvironment, wefQuick } from './config.js';
import { wefConfigTemplate } from './config-template.js';
import { planWef } from './plan.js';
import { openWef } from './session.js';
import { summarizeWef } from './summarize.js';
import { wefViews } from './views.js';

const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** Windows events, offered to a collector, each of them accounted for. */
export const wefSuite: Suite<WefConfig> = {
  id: 'wef',
  title: 'Windows event collection',
  version: manifest.version,
  config: { schema: wefConfigSchema, environment: wefEnvironment, template: wefConfigTemplate },
  quick: wefQuick,
  plan: planWef,
  open: openWef,
  summarize: summarizeWef,
  views: wefViews,
  targets: ({ endpoint, statsEndpoint, verifyS3, s3 }) => {
    const stats = statsEndpoint === null || statsEndpoint === 'none' ? [] : [statsEndpoint];
    const store = verifyS3 && s3.endpoint !== null ? [s3.endpoint] : [];
    return [...(endpoint === null ? [] : [endpoint]), ...stats, ...store];
  },
};
