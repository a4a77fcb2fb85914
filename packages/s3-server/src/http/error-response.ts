import type { S3Error } from '../errors/s3-error.js';
import { xmlDocument } from '../xml/write-xml.js';
import type { S3Response } from './s3-response.js';

/** An error as S3 writes it: a document without a namespace. */
export function errorResponse(error: S3Error, resource: string, requestId: string): S3Response {
  const { code, message, details, status } = error;
  const headers = ['Content-Type', 'application/xml'];
  if (details.Region !== undefined) headers.push('x-amz-bucket-region', details.Region);
  return {
    status,
    headers,
    body: xmlDocument('Error', {
      Code: code,
      Message: message,
      ...details,
      Resource: resource,
      RequestId: requestId,
    }),
  };
}
