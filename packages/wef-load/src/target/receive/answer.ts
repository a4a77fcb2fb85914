import type { ServerResponse } from 'node:http';

const RETRY_AFTER_SECS = 1;

/** Answers with text. */
export function answerText(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain',
): void {
  const headers: Record<string, string | number> = {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
  };
  if (status === 503) headers['Retry-After'] = RETRY_AFTER_SECS;
  response.writeHead(status, headers).end(text);
}

/** Says that something went wrong that nobody foresaw. */
export function failAnswer(response: ServerResponse, error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (!response.headersSent) answerText(response, 500, 'The collector failed.\n');
}
