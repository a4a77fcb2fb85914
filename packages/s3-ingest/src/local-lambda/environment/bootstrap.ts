// An execution environment: loads the handler once, then answers one event after another, as Lambda's own Node.js runtime does.
// It ends when the channel closes, however the platform's process went.
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import {
  CHANNEL_FD,
  endMark,
  type FromEnvironment,
  type FunctionErrorPayload,
  type ToEnvironment,
} from './protocol.js';

type Handler = (event: unknown, context: object) => unknown;
type Init = Extract<ToEnvironment, { type: 'init' }>;
type Invoke = Extract<ToEnvironment, { type: 'invoke' }>;

const channel = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
const send = (message: FromEnvironment): void => void channel.write(`${JSON.stringify(message)}\n`);
const leave = (): never => process.exit(0);
let handler: Handler | null = null;
let nonce = '';

channel.on('end', leave).on('close', leave).on('error', leave);
createInterface({ input: channel }).on('line', (line) => {
  const message = JSON.parse(line) as ToEnvironment;
  if (message.type === 'init') void init(message);
  else void invoke(message);
});

async function init(message: Init): Promise<void> {
  nonce = message.nonce;
  try {
    handler = await loadHandler(message);
    send({ type: 'ready' });
  } catch (error) {
    send({ type: 'init-failed', error: initError(error, message.handlerFile) });
  }
}

async function loadHandler({ handlerFile, handlerExport }: Init): Promise<Handler> {
  const module = (await import(pathToFileURL(handlerFile).href)) as Record<string, unknown>;
  const found = module[handlerExport];
  if (typeof found !== 'function') {
    const missing = new Error(`${handlerExport} is undefined or not exported by ${handlerFile}`);
    missing.name = 'Runtime.HandlerNotFound';
    throw missing;
  }
  return found as Handler;
}

/** The names that Lambda's runtime gives to what goes wrong before the first event. */
function initError(error: unknown, handlerFile: string): FunctionErrorPayload {
  const payload = errorPayload(error);
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'ERR_MODULE_NOT_FOUND') return { ...payload, errorType: 'Runtime.ImportModuleError' };
  if (error instanceof SyntaxError)
    return {
      ...payload,
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: `${payload.errorMessage} (${handlerFile})`,
    };
  return payload;
}

async function invoke(message: Invoke): Promise<void> {
  const { requestId } = message;
  try {
    const event: unknown = JSON.parse(message.payload);
    const result = await handler!(event, contextOf(message));
    const payload = JSON.stringify(result) ?? 'null';
    finish({ type: 'result', requestId, payload, maxRssBytes: maxRssBytes() });
  } catch (error) {
    const payload = errorPayload(error);
    process.stderr.write(
      `${new Date().toISOString()}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify(payload)}\n`,
    );
    finish({ type: 'error', requestId, error: payload, maxRssBytes: maxRssBytes() });
  }
}

/** The log first, the answer after it: writes to a pipe are synchronous on Linux, so the platform has every line when it has the marks. */
function finish(answer: FromEnvironment): void {
  process.stdout.write(`${endMark(nonce)}\n`);
  process.stderr.write(`${endMark(nonce)}\n`);
  send(answer);
}

function contextOf({
  requestId,
  functionName,
  functionArn,
  memoryMb,
  logGroupName,
  logStreamName,
  deadlineMs,
}: Invoke): object {
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    logGroupName,
    logStreamName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

function errorPayload(error: unknown): FunctionErrorPayload {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function maxRssBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
