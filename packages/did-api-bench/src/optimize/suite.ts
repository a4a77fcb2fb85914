import type { Suite } from '@benchwright/load-driver';
import { packageVersion } from '../version.js';
import {
  type OptimizeConfig,
  optimizeConfigSchema,
  optimizeConfigTemplate,
  optimizeEnvironment,
  optimizeQuick,
} from './config.js';
import { planOptimize } from './plan.js';
import { openOptimize } from './session.js';
import { summarizeOptimize } from './summarize.js';
import { renderOptimizeText } from './text.js';

/** The guide's optimisation techniques, each measured against a server without it. */
export const didOptimizeSuite: Suite<OptimizeConfig> = {
  id: 'did-optimize',
  title: 'Optimisation techniques on the DID API',
  version: packageVersion,
  config: {
    schema: optimizeConfigSchema,
    environment: optimizeEnvironment,
    template: optimizeConfigTemplate,
  },
  quick: optimizeQuick,
  plan: planOptimize,
  open: openOptimize,
  summarize: summarizeOptimize,
  views: [
    {
      id: 'text',
      title: 'Techniques and recommendation',
      mediaType: 'text/plain',
      render: renderOptimizeText,
    },
  ],
  targets: () => [],
};
