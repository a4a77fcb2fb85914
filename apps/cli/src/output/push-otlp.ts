import { renderOtlp } from '@benchwright/report';
import { BenchwrightError, type RunResult } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { isLoopback } from '../measure/remote-rule.js';
import { UsageError } from '../usage-error.js';
import { writeProblem } from './problem.js';

const TIMEOUT_MS = 10_000;
/** Where OTLP/HTTP collectors take metrics (OTLP 1.x, "OTLP/HTTP Request"). */
const METRICS_PATH = '/v1/metrics';

/**
 * The URL that metrics are sent to: a base URL of a collector gets the standard path. Throws UsageError for what is no HTTP URL, and
 * ERR_REMOTE_TARGET for a place beyond this machine that was not allowed.
 */
export function otlpUrl(text: string, allowRemote: boolean): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UsageError(`--otlp ${text} is not an HTTP URL`, 'give one such as http://127.0.0.1:4318');
  }
  const url = new URL(text);
  if (!allowRemote && !isLoopback(text)) {
    throw new UsageError(
      `${url.host} is not on this machine`,
      'a result names the machine it was measured on: add --allow-remote to send it elsewhere',
      'ERR_REMOTE_TARGET',
    );
  }
  if (url.pathname === '/') url.pathname = METRICS_PATH;
  return url;
}

/** Sends a result to an OpenTelemetry collector. Throws ERR_OTLP_PUSH when it cannot be reached or does not take it; never retries. */
export async function pushOtlp(url: URL, result: RunResult, context: CliContext): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: renderOtlp(result),
    redirect: 'error',
    signal: AbortSignal.any([context.signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch((cause: Error) => {
    const why = cause.cause instanceof Error ? cause.cause.message : cause.message;
    throw pushError(
      `cannot send metrics to ${url.href}: ${why}`,
      'is the collector running, with its OTLP/HTTP receiver on?',
    );
  });
  const body = (await answer.text()).slice(0, 2000);
  if (!answer.ok) throw pushError(`${url.href} answered ${answer.status}: ${body}`, 'its log says more');
  const refused = /"rejectedDataPoints"\s*:\s*"?([1-9]\d*)/.exec(body)?.[1];
  if (refused !== undefined) {
    writeProblem(context, {
      label: 'warning',
      message: `${url.href} refused ${refused} data points: ${body}`,
    });
  }
}

function pushError(message: string, hint: string): BenchwrightError {
  return new BenchwrightError('ERR_OTLP_PUSH', message, { hint });
}
