import { createRequire } from 'node:module';
import type { Suite } from '@benchwright/load-driver';
import { type HttpConfig, httpConfigSchema, httpQuick } from './config.js';
import { httpConfigTemplate } from './config-template.js';
import { endpointUrl } from './endpoint-url.js';
import { planHttp } from './plan.js';
import { openHttp } from './session.js';
import { summarizeHttp } from './summarize.js';
import { httpViews } from './views.js';

const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** Any HTTP endpoint under load. */
export const httpSuite: Suite<HttpConfig> = {
  id: 'http',
  title: 'An HTTP endpoint',
  version: manifest.version,
  config: { schema: httpConfigSchema, environment: {}, template: httpConfigTemplate },
  quick: httpQuick,
  plan: planHttp,
  open: openHttp,
  summarize: summarizeHttp,
  views: httpViews,
  targets: ({ url }) => (url === null ? [] : [endpointUrl(url).origin]),
};
