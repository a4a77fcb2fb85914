import type { ThrottleReason } from '../concurrency-budget.js';

/** An answer of the Lambda API other than 2xx, in its REST-JSON form. */
export class LambdaApiError extends Error {
  readonly status: number;
  /** For the header x-amzn-errortype: the class that the SDK throws. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, type: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = type;
    this.status = status;
    this.type = type;
    // Lambda's own answers spell it both ways.
    this.body = { ...more, Message: message, message };
  }
}

export function throttled(reason: ThrottleReason): LambdaApiError {
  return new LambdaApiError(429, 'TooManyRequestsException', 'Rate Exceeded.', {
    Reason: reason,
    Type: 'User',
  });
}

export function functionNotFound(functionArn: string): LambdaApiError {
  return new LambdaApiError(404, 'ResourceNotFoundException', `Function not found: ${functionArn}`, {
    Type: 'User',
  });
}

export function invalidParameter(message: string): LambdaApiError {
  return new LambdaApiError(400, 'InvalidParameterValueException', message, { Type: 'User' });
}

export function notJson(detail: string): LambdaApiError {
  const message = `Could not parse request body into json: ${detail}`;
  return new LambdaApiError(400, 'InvalidRequestContentException', message, { Type: 'User' });
}

export function requestTooLarge(limitBytes: number): LambdaApiError {
  const message = `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`;
  return new LambdaApiError(413, 'RequestEntityTooLargeException', message, { Type: 'User' });
}

export function notSigned(): LambdaApiError {
  return new LambdaApiError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
}

export function unknownOperation(method: string, path: string): LambdaApiError {
  const message = `The local Lambda has no operation ${method} ${path}`;
  return new LambdaApiError(404, 'UnknownOperationException', message);
}

export function serviceFailure(error: unknown): LambdaApiError {
  const message = error instanceof Error ? error.message : String(error);
  return new LambdaApiError(500, 'ServiceException', message, { Type: 'Service' });
}
