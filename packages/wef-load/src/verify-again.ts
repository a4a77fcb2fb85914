import { BenchwrightError, type RunHeader, type TrialRecord } from '@benchwright/result-schema';
import { z } from 'zod';
import { templatesFor } from './event/event-mix.js';
import { parseTemplates } from './event/parse-templates.js';
import { evidenceOf, type WefEvidence } from './ledger/wef-evidence.js';
import { readText } from './read-text.js';
import { eventPool } from './transport/create-wef-transport.js';
import { contentCheckOf } from './verify/content-check.js';
import { sentContentsOf } from './verify/sent-contents.js';
import { createStoreClient, type StoreAddress } from './verify/store-client.js';
import type { StoredReport } from './verify/stored-report.js';
import { verifyStored } from './verify/verify-stored.js';

/** The run’s records do not say which events were acknowledged. */
export class NoEvidenceError extends BenchwrightError {
  constructor(run: string) {
    super('ERR_NO_EVIDENCE', `the records of run ${run} do not say which events were acknowledged`, {
      hint: 'Name a run of wef that sent something; see them with benchwright history',
    });
  }
}

export interface VerifyAgainOptions {
  readonly header: RunHeader;
  readonly trials: readonly TrialRecord[];
  readonly store: StoreAddress;
  /** Where it is another than the run's config says. */
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  /** How long to wait at most for what is missing. Default 0: one look. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** What of a run's config its verification rests on. */
const settingsSchema = z.object({
  batchSize: z.number(),
  connections: z.number(),
  eventType: z.number().nullable(),
  templates: z.string().nullable(),
  s3: z.object({
    endpoint: z.string().nullable(),
    bucket: z.string(),
    prefix: z.string(),
    region: z.string(),
  }),
  collector: z.object({ maxSizeMb: z.number() }),
});

type Settings = z.output<typeof settingsSchema>;

/** Where a run's events were stored; null for the S3 server that was started with its collector, and is gone with it. */
export function storedAt({ config }: RunHeader): {
  readonly endpoint: string | null;
  readonly region: string;
} {
  const { endpoint, region } = settingsSchema.parse(config).s3;
  return { endpoint, region };
}

/**
 * Verifies the stored events of a run once more, from its records alone: a report for each trial.
 *
 * @throws NoEvidenceError; StoreError, TargetUnreachableError as verifyStored; ERR_NOT_READABLE for the run's templates
 */
export async function verifyAgain(options: VerifyAgainOptions): Promise<StoredReport[]> {
  const { header, trials, store } = options;
  const settings = settingsSchema.parse(header.config);
  const evidence = trials.flatMap((trial) => evidenceOf(trial) ?? []);
  if (evidence.length === 0) throw new NoEvidenceError(header.id);
  const sent = await sentIn(settings, header.seed);
  const client = createStoreClient(store);
  const reports: StoredReport[] = [];
  try {
    for (const account of evidence)
      reports.push(await readBack(account, { ...options, settings, sent, client }));
  } finally {
    client.destroy();
  }
  return reports;
}

interface ReadBack extends VerifyAgainOptions {
  readonly settings: Settings;
  readonly sent: Awaited<ReturnType<typeof sentIn>>;
  readonly client: ReturnType<typeof createStoreClient>;
}

function readBack(
  account: WefEvidence,
  { settings, sent, client, ...options }: ReadBack,
): Promise<StoredReport> {
  const { runTag, acknowledged, offered, sinceMs, untilMs } = account;
  const { store, bucket = settings.s3.bucket, prefix = settings.s3.prefix, deadlineMs = 0, signal } = options;
  return verifyStored({
    s3: client,
    address: store.endpoint ?? 'AWS',
    ...{ bucket, prefix, runTag, acknowledged, offered, sinceMs, untilMs, deadlineMs },
    limits: {
      maxFileBytes: settings.collector.maxSizeMb * 1_048_576,
      maxDelayMs: null,
      eventTypes: sent.eventTypes,
    },
    isSent: contentCheckOf(sentContentsOf(sent.pool)),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The events that the run drew: the same config and seed draw the same again. */
async function sentIn({ templates: file, eventType, batchSize, connections }: Settings, seed: number) {
  const own = file === null ? undefined : parseTemplates(file, await readText(file));
  const templates = templatesFor(eventType, own);
  return {
    eventTypes: [...new Set(templates.map(({ eventId }) => eventId))],
    pool: eventPool({ templates, batchSize, connections, seed }),
  };
}
