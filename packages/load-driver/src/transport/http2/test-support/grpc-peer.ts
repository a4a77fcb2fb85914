import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { afterThisTest } from '../../test-support/after-this-test.js';

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

/** A grpc-js server on a port of its own, stopped after the test. */
export async function grpcPeer(onCall: OnCall, options: ConstructorParameters<typeof Server>[0] = {}) {
  const server = new Server({ 'grpc.max_receive_message_length': -1, ...options });
  server.addService(SERVICE, { Method: onCall });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  afterThisTest(async () => server.forceShutdown());
  return { port, server };
}
