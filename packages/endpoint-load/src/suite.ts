import type { Suite } from '@benchwright/load-driver';
import { type HttpConfig, httpConfigSchema, httpQuick } from './config.js';
import { httpConfigTemplate } from './config-template.js';
import { endpointUrl } from './endpoint-url.js';
import { planHttp } from './plan.js';
import { openHttp } from './session.js';
import { summarizeHttp } from './summarize.js';
import { packageVersion } from './version.js';
import { httpViews } from './views.js';

/** Any HTTP endpoint under load. */
export const httpSuite: Suite<HttpConfig> = {
  id: 'http',
  title: 'An HTTP endpoint',
  version: packageVersion,
  config: { schema: httpConfigSchema, environment: {}, template: httpConfigTemplate },
  quick: httpQuick,
  plan: planHttp,
  open: openHttp,
  summarize: summarizeHttp,
  views: httpViews,
  targets: ({ url }) => (url === null ? [] : [endpointUrl(url).origin]),
};
