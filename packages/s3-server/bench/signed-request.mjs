// Requests signed by hand with Signature Version 4, as bytes for a socket.
import { createHash, createHmac } from 'node:crypto';

export const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const sha256 = (data) => createHash('sha256').update(data).digest('hex');

/**
 * The head of a request, and its body if there is one. `signed` says whether the body's SHA-256 is part of the signature, which the server then must
 * verify; otherwise it is UNSIGNED-PAYLOAD.
 */
export function signedRequest({ port, method, path, query = '', body, signed = true }) {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const day = date.slice(0, 8);
  const scope = `${day}/us-east-1/s3/aws4_request`;
  const host = `127.0.0.1:${port}`;
  const payload = signed ? sha256(body ?? '') : 'UNSIGNED-PAYLOAD';
  const names = 'host;x-amz-content-sha256;x-amz-date';
  const headers = `host:${host}\nx-amz-content-sha256:${payload}\nx-amz-date:${date}\n`;
  const canonical = [method, path, query, headers, names, payload].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = ['us-east-1', 's3', 'aws4_request'].reduce(
    hmac,
    hmac(`AWS4${credentials.secretAccessKey}`, day),
  );
  const signature = hmac(key, toSign).toString('hex');
  const lines = [
    `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    `Host: ${host}`,
    `x-amz-content-sha256: ${payload}`,
    `x-amz-date: ${date}`,
    `Authorization: AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    ...(body === undefined && method === 'GET' ? [] : [`Content-Length: ${body?.length ?? 0}`]),
    '\r\n',
  ];
  return { head: Buffer.from(lines.join('\r\n')), body };
}
