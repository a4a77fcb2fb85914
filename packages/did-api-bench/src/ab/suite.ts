import type { Suite } from '@benchwright/load-driver';
import { originOf } from '../config.js';
import { packageVersion } from '../version.js';
import { didViews } from '../views.js';
import { summarizeDidAb } from './compare-sides.js';
import { type DidAbConfig, didAbConfigSchema, didAbQuick } from './config.js';
import { planDidAb } from './plan.js';
import { openDidAb } from './session.js';
import { didAbTemplate } from './template.js';

/** Two DID APIs, or one before and after a change, measured in turn. */
export const didAbSuite: Suite<DidAbConfig> = {
  id: 'did-ab',
  title: 'Two DID APIs in turn',
  version: packageVersion,
  config: { schema: didAbConfigSchema, environment: {}, template: didAbTemplate },
  quick: didAbQuick,
  plan: planDidAb,
  open: openDidAb,
  summarize: summarizeDidAb,
  views: didViews,
  targets: ({ baseline, candidate }) =>
    [baseline, candidate].flatMap(({ target }) => (target === null ? [] : [originOf(target)])),
};
