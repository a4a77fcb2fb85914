import type { Suite } from '@benchwright/load-driver';
import { type DidConfig, didConfigSchema, didEnvironment, didQuick, originOf } from './config.js';
import { didConfigTemplate } from './config-template.js';
import { planDid } from './plan.js';
import { openDid } from './session.js';
import { summarizeDid } from './summarize.js';
import { packageVersion } from './version.js';
import { didViews } from './views.js';

/** A biometric DID API: health, verification, enrolment, DID generation, and mixes of them. */
export const didSuite: Suite<DidConfig> = {
  id: 'did',
  title: 'A biometric DID API',
  version: packageVersion,
  config: { schema: didConfigSchema, environment: didEnvironment, template: didConfigTemplate },
  quick: didQuick,
  plan: planDid,
  open: openDid,
  summarize: summarizeDid,
  views: didViews,
  targets: ({ target }) => (target === null ? [] : [originOf(target)]),
};
