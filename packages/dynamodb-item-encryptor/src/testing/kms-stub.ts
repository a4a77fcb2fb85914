import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface KmsRequest {
  readonly KeyId: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly NumberOfBytes?: number;
  readonly GrantTokens?: readonly string[];
}

/** What a test may make the stub do wrong. */
export interface KmsFault {
  readonly keyId?: string;
  readonly plaintext?: string;
}

export interface KmsStub {
  readonly endpoint: string;
  /** Every call, as it came over the wire. */
  readonly calls: { operation: string; request: KmsRequest }[];
  /** Answers are changed like this until set to undefined. */
  fault: KmsFault | undefined;
  close(): Promise<void>;
}

/**
 * The part of the KMS API that keyrings use, over HTTP: GenerateDataKey, Encrypt and Decrypt with one master key per ARN, the encryption
 * context authenticated, failures as KMS gives them.
 */
export async function startKmsStub(): Promise<KmsStub> {
  const masterKeys = new Map<string, Buffer>();
  const keyOf = (arn: string): Buffer => {
    const key = masterKeys.get(arn) ?? randomBytes(32);
    masterKeys.set(arn, key);
    return key;
  };
  const calls: KmsStub['calls'] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const body = JSON.parse(await textOf(request)) as KmsRequest;
    calls.push({ operation, request: body });
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const answer = answerTo(operation, body, keyOf(body.KeyId));
    if (answer === undefined)
      response.writeHead(400).end(JSON.stringify({ __type: 'InvalidCiphertextException' }));
    else {
      const { keyId, plaintext } = stub.fault ?? {};
      const changed = {
        ...answer,
        ...(keyId && { KeyId: keyId }),
        ...(plaintext && { Plaintext: plaintext }),
      };
      response.end(JSON.stringify(changed));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stub: KmsStub = {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    fault: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answerTo(operation: string, request: KmsRequest, masterKey: Buffer): object | undefined {
  const aad = Buffer.from(JSON.stringify(Object.entries(request.EncryptionContext ?? {}).sort()));
  const encrypt = (plaintext: Buffer): string => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', masterKey, iv).setAAD(aad);
    return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString(
      'base64',
    );
  };
  if (operation === 'GenerateDataKey') {
    const key = randomBytes(request.NumberOfBytes ?? 0);
    return { KeyId: request.KeyId, Plaintext: key.toString('base64'), CiphertextBlob: encrypt(key) };
  }
  if (operation === 'Encrypt') {
    return { KeyId: request.KeyId, CiphertextBlob: encrypt(Buffer.from(request.Plaintext ?? '', 'base64')) };
  }
  const blob = Buffer.from(request.CiphertextBlob ?? '', 'base64');
  const decipher = createDecipheriv('aes-256-gcm', masterKey, blob.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(aad).setAuthTag(blob.subarray(-16));
  try {
    const key = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
    return { KeyId: request.KeyId, Plaintext: key.toString('base64') };
  } catch {
    return undefined;
  }
}
