import {
  type Contradiction,
  loadProblems,
  parseEndpointUrl,
  runFields,
  tlsProblems,
  workerProblems,
} from '@benchwright/endpoint-load';
import { QUICK_CEILING } from '@benchwright/load-driver';
import { z } from 'zod';
import { accessField, apiFields, apiUrl, serverField } from './config-fields.js';

const { duration: _, ...loadFields } = runFields;

/** The fields that both a run and a comparison have. */
export const sharedFields = { ...apiFields, access: accessField, ...loadFields } as const;

const fields = z.strictObject({
  target: apiUrl
    .nullable()
    .default(null)
    .describe('Address of the API, such as http://127.0.0.1:8000. Null: a server is started for the run.'),
  server: serverField,
  ...sharedFields,
});

type SharedConfig = Omit<z.output<typeof fields>, 'target' | 'server'>;

/** What is wrong with the fields taken together; each alone is right. Pure. */
export function contradictions(config: SharedConfig, targets: readonly (string | null)[]): Contradiction[] {
  const secure = targets.every((url) => url?.toLowerCase().startsWith('https:') === true);
  return [
    ...loadProblems(config),
    ...workerProblems({ ...config, pipeline: 1 }),
    ...tlsProblems(config.tls, secure, 'an https target'),
    ...cellProblems(config),
    ...accessProblems(config.access),
  ];
}

function cellProblems({
  operations,
  mix,
  requestsFile,
  requestsPath,
  workers,
}: SharedConfig): Contradiction[] {
  const found: Contradiction[] = [];
  const add = (path: string, problem: string): void => void found.push({ path: [path], problem });
  if (operations.length === 0 && mix === null && requestsFile === null) {
    add(
      'operations',
      'is empty, and there is neither a mix nor a file of requests: nothing would be measured',
    );
  }
  const weights = Object.values(mix ?? { one: 1 }).filter((weight) => weight !== undefined);
  if (!weights.some((weight) => weight > 0)) add('mix', 'has no operation with a weight above 0');
  if (requestsFile === null && requestsPath !== null)
    add('requestsPath', 'needs requestsFile, the file it is for');
  if (typeof workers === 'number' && workers > 1 && (mix !== null || operations.includes('journey'))) {
    add('workers', 'must be 1 or auto with a mix or journeys: their parts are timed in one thread');
  }
  return found;
}

function accessProblems({ token, login, loginBody }: SharedConfig['access']): Contradiction[] {
  if (token !== null && login) {
    return [{ path: ['access', 'token'], problem: 'cannot be used with access.login, which gets one' }];
  }
  if (loginBody !== null && !login)
    return [{ path: ['access', 'loginBody'], problem: 'needs access.login: true' }];
  return [];
}

/** Everything a run can be told. The one source of the types, the defaults, the messages and the editor's schema. */
export const didConfigSchema = fields.superRefine((config, ctx) => {
  if (config.target !== null && Object.keys(config.server).length > 0) {
    ctx.addIssue({
      code: 'custom',
      path: ['server'],
      message: 'is of the embedded server: leave target out, or this',
    });
  }
  for (const { path, problem } of contradictions(config, [config.target])) {
    ctx.addIssue({ code: 'custom', path: [...path], message: problem });
  }
});

/** What a user may write: every field is optional. */
export type DidConfigInput = z.input<typeof didConfigSchema>;

/** A complete config, every default filled in. */
export type DidConfig = z.output<typeof didConfigSchema>;

/** What a run and a comparison have in common. */
export type DidSettings = Omit<DidConfig, 'target' | 'server'>;

/** Laid over the config by `--quick`: fewer people, and as long as an error share below 0.1 % takes to be shown of 500 answers a second. */
export const didQuick = {
  duration: '8s',
  warmup: '300ms',
  connections: 10,
  people: 20,
  ceiling: QUICK_CEILING,
} as const satisfies DidConfigInput;

/** Environment variables that set a field. Flags win over them, they win over the file. */
export const didEnvironment: Readonly<Record<string, readonly string[]>> = {
  DID_API_URL: ['target'],
  DID_API_KEY: ['access', 'apiKey'],
  DID_TOKEN: ['access', 'token'],
};

/** Where a config's requests go. */
export function originOf(target: string): string {
  const parsed = parseEndpointUrl(target);
  return 'problem' in parsed ? target : parsed.origin;
}
