import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { afterThisTest } from '../../test-support/after-this-test.js';
import { ca, serverIdentity } from '../../test-support/tls-files.js';

/** Answers one call: what it gives to `reply` are serialised messages. */
export type OnCall = (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => void;

const same = (bytes: Buffer): Buffer => bytes;
const SERVICE: ServiceDefinition = {
  Method: {
    path: '/test.Service/Method',
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  },
};

/** What a grpc-js server is made with beside its calls. */
export interface GrpcPeerOptions {
  readonly channel?: ConstructorParameters<typeof Server>[0];
  /** Speak TLS. */
  readonly secure?: boolean;
}

/** A grpc-js server on a port of its own, stopped after the test. */
export async function grpcPeer(onCall: OnCall, { channel = {}, secure = false }: GrpcPeerOptions = {}) {
  const server = new Server({ 'grpc.max_receive_message_length': -1, ...channel });
  server.addService(SERVICE, { Method: onCall });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      '127.0.0.1:0',
      secure ? secureCredentials() : ServerCredentials.createInsecure(),
      (error, bound) => (error ? reject(error) : resolve(bound)),
    );
  });
  afterThisTest(async () => server.forceShutdown());
  return { port, server };
}

function secureCredentials(): ServerCredentials {
  const { cert, key } = serverIdentity;
  return ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }]);
}
