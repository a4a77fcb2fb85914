import { text, wholeNumber } from '../spec/option-spec.js';
import type { TargetEntry } from './registry.js';

/** Where SAM CLI's `local start-lambda` listens, too. */
const LAMBDA_PORT = 3001;

/** The local Lambda of the S3 suite on its own. */
export const lambdaTarget: TargetEntry = {
  name: 'lambda',
  title: 'Start the functions of the S3 suite behind a Lambda API, and an S3 for them',
  options: {
    port: wholeNumber('--port <port>', 'port of the Lambda API; 0 takes a free one', {
      most: 65_535,
      otherwise: String(LAMBDA_PORT),
    }),
    functionPrefix: text('--function-prefix <prefix>', 'only functions whose name begins so', {
      otherwise: 'ingest-',
    }),
    s3: text('--s3 <target>', 'where functions put objects: aws, or an endpoint’s URL', {
      otherwise: 'a server of its own',
    }),
    bucket: text('--bucket <name>', 'where objects go', { otherwise: 'benchwright-ingest' }),
    region: text('--region <name>', 'the AWS region that functions are told', { otherwise: 'us-east-1' }),
    logs: text('--logs <folder>', 'keep the functions’ logs in this folder', {
      takesFile: true,
      otherwise: 'they go with the server',
    }),
  },
  start: async ({ port, ...given }) => {
    const { startLambdaTarget } = await import('@benchwright/s3-ingest');
    const fields = ['functionPrefix', 's3', 'bucket', 'region', 'logs'] as const;
    const named = fields.filter((field) => typeof given[field] === 'string');
    const input = Object.fromEntries(named.map((field) => [field, String(given[field])]));
    return await startLambdaTarget(input, typeof port === 'number' ? port : LAMBDA_PORT);
  },
};
