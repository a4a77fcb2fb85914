/** Where items are put: a table of the suite's own, an endpoint by URL, or AWS. */
export type DynamoDbTarget =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'endpoint'; readonly url: string }
  | { readonly kind: 'aws'; readonly region: string; readonly override: string | null };

/** Whether a config's text names a target. */
export function isDynamoDbTarget(text: string): boolean {
  return text === 'embedded' || text === 'aws' || isEndpointUrl(text);
}

/** The target that a config names; null when no table is to be touched. `env` may send requests for AWS elsewhere. */
export function dynamoDbTargetOf(
  config: { readonly dynamodb: string | null; readonly aws_region: string },
  env: Readonly<Record<string, string | undefined>> = {},
): DynamoDbTarget | null {
  switch (config.dynamodb) {
    case null:
      return null;
    case 'embedded':
      return { kind: 'embedded' };
    case 'aws':
      return { kind: 'aws', region: config.aws_region, override: endpointOverride(env) };
    default:
      return { kind: 'endpoint', url: config.dynamodb };
  }
}

/** The address that requests go to, for the rule on remote targets; null when it is the suite's own server. */
export function addressOf(target: DynamoDbTarget): string | null {
  switch (target.kind) {
    case 'embedded':
      return null;
    case 'aws':
      return target.override ?? `https://dynamodb.${target.region}.amazonaws.com`;
    case 'endpoint':
      return target.url;
  }
}

/** Where the variables that every AWS SDK knows send requests to instead: a VPC endpoint, or a stand-in for AWS. */
export function endpointOverride(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return null;
  return env.AWS_ENDPOINT_URL_DYNAMODB || env.AWS_ENDPOINT_URL || null;
}

function isEndpointUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}
