import { createRequire } from 'node:module';
import type { Suite } from '@benchwright/load-driver';
import { type S3IngestConfig, s3IngestConfigSchema, s3IngestEnvironment, s3IngestQuick } from './config.js';
import { s3IngestConfigTemplate } from './config-template.js';
import { planS3Ingest } from './plan.js';
import { openS3Ingest } from './session.js';
import { summarizeS3Ingest } from './summarize.js';
import { s3IngestViews } from './views.js';

const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** Ingestion into S3 through Lambda functions, as a factorial design. */
export const s3IngestSuite: Suite<S3IngestConfig> = {
  id: 's3-ingest',
  title: 'Ingestion into S3 through Lambda',
  version: manifest.version,
  config: {
    schema: s3IngestConfigSchema,
    environment: s3IngestEnvironment,
    template: s3IngestConfigTemplate,
  },
  quick: s3IngestQuick,
  plan: planS3Ingest,
  open: openS3Ingest,
  summarize: summarizeS3Ingest,
  views: s3IngestViews,
  targets: ({ functions, lambdaEndpoint, logsEndpoint, s3, region }) => {
    if (functions === 'aws') {
      const logs = logsEndpoint === null ? [] : [logsEndpoint];
      return [lambdaEndpoint ?? `https://lambda.${region}.amazonaws.com`, ...logs];
    }
    if (s3 === null) return [];
    return [s3 === 'aws' ? `https://s3.${region}.amazonaws.com` : s3];
  },
};
