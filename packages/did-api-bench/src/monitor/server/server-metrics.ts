import { BenchwrightError } from '@benchwright/result-schema';
import { parsePrometheusText } from './prometheus-text.js';
import {
  DURATION_METRIC,
  histogramsBetween,
  type ServerHistogram,
  serverHistograms,
} from './server-histogram.js';

/** The server's metrics could not be asked for. */
class MetricsScrapeError extends BenchwrightError {
  constructor(url: string, problem: string, cause?: unknown) {
    super('ERR_METRICS_SCRAPE', `${url}: ${problem}`, {
      hint: 'name the URL of the metrics, or go on without them',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

export interface ScrapeOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The histogram's name. */
  readonly metric?: string;
  readonly timeoutMs?: number;
}

/** What a server said of itself over a run, or why it did not. */
export interface ServerMetrics {
  readonly histograms: readonly ServerHistogram[];
  /** What went wrong, in words; null when nothing did. A run goes on without the server's own figures. */
  readonly problem: string | null;
}

/** Larger than any metrics page seen: a server that answers more is not answering metrics. */
const LARGEST_PAGE_BYTES = 16 * 2 ** 20;

/**
 * Asks for a server's metrics once.
 *
 * @throws MetricsScrapeError when it does not answer, or not with 200; MetricsFormatError when what it answers is something else
 */
async function scrapeHistograms(options: ScrapeOptions): Promise<ServerHistogram[]> {
  const { url, headers = {}, metric = DURATION_METRIC, timeoutMs = 5000 } = options;
  return serverHistograms(parsePrometheusText(await textOf(url, headers, timeoutMs)), metric);
}

/**
 * The server's own histogram over a stretch of time: scraped now, and again by `finish`, which gives the difference. Never throws: a server
 * without metrics is measured all the same.
 */
export async function startServerMetrics(
  options: ScrapeOptions,
): Promise<{ finish(): Promise<ServerMetrics> }> {
  const before = await attempt(options);
  return {
    finish: async () => {
      if (before.problem !== null) return before;
      const after = await attempt(options);
      if (after.problem !== null) return after;
      const histograms = histogramsBetween(before.histograms, after.histograms);
      const name = options.metric ?? DURATION_METRIC;
      const problem = histograms.length === 0 ? `${options.url} has no histogram ${name} that grew` : null;
      return { histograms, problem };
    },
  };
}

async function attempt(options: ScrapeOptions): Promise<ServerMetrics> {
  try {
    return { histograms: await scrapeHistograms(options), problem: null };
  } catch (error) {
    return { histograms: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

async function textOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      headers: { accept: 'text/plain;version=0.0.4', ...headers },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    throw new MetricsScrapeError(url, reasonOf(error, timeoutMs), error);
  }
  try {
    if (answer.status !== 200) throw new MetricsScrapeError(url, `answered ${answer.status}, not 200`);
    return await limited(answer, url);
  } catch (error) {
    if (error instanceof MetricsScrapeError) throw error;
    throw new MetricsScrapeError(url, reasonOf(error, timeoutMs), error);
  } finally {
    if (!answer.bodyUsed) await answer.body?.cancel();
  }
}

async function limited(answer: Response, url: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.length;
    if (size > LARGEST_PAGE_BYTES) throw new MetricsScrapeError(url, 'answered more than 16 MB');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `did not answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
