import { once } from 'node:events';
import { connect } from 'node:net';
import { startTargetProcess, TargetUnreachableError } from '@benchwright/load-driver';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { URL_FIELDS } from './addresses.js';
import { CLIENT_KINDS } from './clients.js';
import type { RestGrpcConfigInput } from './config.js';
import { OPERATIONS } from './operations.js';
import { PROTOCOL_LABELS, PROTOCOLS, type ProtocolId } from './protocols.js';
import { restGrpcSuite } from './suite.js';
import { startUsersServers, type UsersServers } from './target/users-target.js';
import { usersTargetEntry } from './target-entry.js';
import { measure } from './testing/measure.js';
import { askedId, httpAnswer, serveTcp, userJson } from './testing/tcp-server.js';
import { comparisonInputOf } from './views/input-of.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

let servers: UsersServers<ProtocolId>;
beforeAll(async () => {
  const ports = { restPort: 0, grpcPort: 0, graphqlPort: 0, restH2Port: 0, grpcWebPort: 0 };
  servers = await startUsersServers({ ...ports, only: PROTOCOLS });
});
afterAll(() => servers.close());

const few = {
  clients: ['raw'],
  requests: 40,
  trials: 2,
  concurrency: 4,
  warmup: { requests: 4, firstTrial: '20ms' },
  timeout: '5s',
  // suite.test.ts measures one.
  ceiling: false,
} satisfies RestGrpcConfigInput;

/** Every protocol and client, against the servers of this process. */
function everything(): RestGrpcConfigInput {
  return {
    protocols: [...PROTOCOLS],
    clients: [...CLIENT_KINDS],
    restUrl: servers.endpoints.rest,
    grpcUrl: servers.endpoints.grpc,
    graphqlUrl: servers.endpoints.graphql,
    restH2Url: servers.endpoints['rest-h2'],
    grpcWebUrl: servers.endpoints['grpc-web'],
  };
}

async function unusedPort(): Promise<number> {
  const server = await serveTcp(() => {});
  await server.close();
  return server.port;
}

describe('against servers that are there', () => {
  it.each(CLIENT_KINDS)('%s measures both, each request once, over the same users', async (client) => {
    const seen: number[][] = [[], []];
    const rest = await serveTcp((socket, text) => {
      if (text.startsWith('GET /health')) return socket.write(httpAnswer('{}'));
      seen[0]!.push(askedId(text));
      return socket.write(httpAnswer(userJson(askedId(text))));
    });
    closing.push(() => rest.close());
    const { trials, result, error } = await measure({
      ...few,
      clients: [client],
      restUrl: rest.url,
      grpcUrl: servers.endpoints.grpc,
      userIdRange: '100-120',
    });
    expect(error).toBeNull();
    expect(trials).toHaveLength(4);
    const { rest: r, grpc: g } = comparisonInputOf(result);
    for (const side of [r, g]) {
      expect(side).toMatchObject({ total_requests: 40, successful_requests: 40, failed_requests: 0 });
    }
    expect(seen[0]).toHaveLength(40 + 40 + 4);
    expect(seen[0]!.every((id) => id >= 100 && id <= 120)).toBe(true);
    expect(r.wire!.connections_opened).toBe(4);
    expect(g.wire!.connections_opened).toBe(1);
    expect(r.wire!.bytes_received_per_request).toBeGreaterThan(r.avg_payload_size);
    expect(g.wire!.bytes_received_per_request).toBeGreaterThan(g.avg_payload_size);
  });

  it.each(OPERATIONS)('measures %s over every protocol through every client', async (operation) => {
    const { result, error } = await measure({
      ...few,
      ...everything(),
      operation,
    });
    expect(error).toBeNull();
    expect(result.cells).toHaveLength(10);
    for (const { id, counts } of result.cells) expect([id, counts.ok, counts.errors]).toEqual([id, 40, {}]);
    const payload = (cell: string) => result.cells.find(({ id }) => id === cell)!.metrics.payloadBytes!.mean!;
    for (const client of CLIENT_KINDS) {
      expect(payload(`rest-${client}`)).toBeGreaterThan(payload(`grpc-${client}`));
    }
    // What is created has an id and a time of its own.
    if (operation.startsWith('create') || operation.startsWith('bulk')) return;
    for (const client of CLIENT_KINDS) {
      // The same messages in another framing, the same JSON over another HTTP.
      expect(payload(`grpc-web-${client}`)).toBe(payload(`grpc-${client}`));
      expect(payload(`rest-h2-${client}`)).toBe(payload(`rest-${client}`));
    }
    // Both clients met the same requests.
    for (const protocol of PROTOCOLS) expect(payload(`${protocol}-raw`)).toBe(payload(`${protocol}-sdk`));
  });

  it.each(PROTOCOLS)('%s alone, with a connection per request, has every view', async (protocol) => {
    const { result, error } = await measure({
      ...few,
      ...everything(),
      ...Object.fromEntries(PROTOCOLS.filter((p) => p !== protocol).map((p) => [URL_FIELDS[p], null])),
      protocols: [protocol],
      connections: 'per-request',
    });
    expect(error).toBeNull();
    for (const { id, counts, metrics } of result.cells) {
      expect([id, counts.ok]).toEqual([id, 40]);
      // Warm-up included: 40 before the first trial, 4 before the second.
      expect([id, metrics.connectionsOpened?.perTrial]).toEqual([id, [60, 24]]);
    }
    for (const view of restGrpcSuite.views) expect(view.render(result)).toContain(PROTOCOL_LABELS[protocol]);
  });

  it('opens a connection for every request on both sides when asked to', async () => {
    const { result, error } = await measure({
      ...few,
      connections: 'per-request',
      restUrl: servers.endpoints.rest,
      grpcUrl: servers.endpoints.grpc,
    });
    expect(error).toBeNull();
    const { rest, grpc } = comparisonInputOf(result);
    // Warm-up included: 8 before the first trial, 4 before the second.
    expect([rest.wire!.connections_opened, grpc.wire!.connections_opened]).toEqual([84, 84]);
    expect(rest.timing_breakdown!.connection_time!.count).toBe(84);
  });

  it('says where it aims, before anything is sent', () => {
    const { schema } = restGrpcSuite.config;
    expect(restGrpcSuite.targets(schema.parse({}))).toEqual([]);
    expect(restGrpcSuite.targets(schema.parse({ grpcUrl: 'example.com:1' }))).toEqual([
      'http://localhost:8080',
      'example.com:1',
    ]);
  });
});

describe('against servers that are down', () => {
  it('measures nothing and says which, what was tried and how to start them', async () => {
    const [restPort, grpcPort] = [await unusedPort(), await unusedPort()];
    const { trials, error } = await measure({
      ...few,
      restUrl: `http://127.0.0.1:${restPort}`,
      grpcUrl: `127.0.0.1:${grpcPort}`,
    });
    expect(trials).toEqual([]);
    expect(error).toBeInstanceOf(TargetUnreachableError);
    const { message } = error as TargetUnreachableError;
    expect(message).toContain(`the REST server at http://127.0.0.1:${restPort}`);
    expect(message).toContain(`the gRPC server at 127.0.0.1:${grpcPort}`);
    expect(message).toContain(`TCP connection to 127.0.0.1:${grpcPort}: connect ECONNREFUSED`);
    expect(message).toContain('benchwright targets start users');
  });

  it('names only the one that is', async () => {
    const grpcUrl = `127.0.0.1:${await unusedPort()}`;
    const { error } = await measure({ ...few, restUrl: servers.endpoints.rest, grpcUrl });
    expect((error as TargetUnreachableError).address).toBe(`the gRPC server at ${grpcUrl}`);
  });
});

describe('against servers that answer oddly', () => {
  const odd: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['garbage', () => '\u0000\u0001garbage\r\n\r\n', /^Protocol Error$/],
    ['wrong users', () => httpAnswer(userJson(999_999)), /^Wrong Answer$/],
    ['failures', () => httpAnswer('{}', 'HTTP/1.1 500 No'), /^HTTP 500$/],
  ];

  it.each(odd)('%s: warned about, counted by kind, and the run completes', async (_name, answer, type) => {
    const rest = await serveTcp((socket, text) => socket.write(answer(text)));
    closing.push(() => rest.close());
    const { events, result, error } = await measure({
      ...few,
      restUrl: rest.url,
      grpcUrl: servers.endpoints.grpc,
    });
    expect(error).toBeNull();
    const { rest: r, grpc: g } = comparisonInputOf(result);
    expect(r).toMatchObject({ total_requests: 40, successful_requests: 0, failed_requests: 40 });
    expect(Object.keys(r.errors).every((name) => type.test(name))).toBe(true);
    expect(g.successful_requests).toBe(40);
    expect(result.validity.verdict).toBe('invalid');
    const warned = events.filter((event) => event.type === 'warning').map(({ code }) => code);
    expect(warned).toEqual(_name === 'wrong users' ? [] : ['TARGET_ANSWERS_ODDLY']);
  });

  it.each([
    ['raw', /^Protocol Error$/],
    ['sdk', /^(UNAVAILABLE|INTERNAL|DEADLINE_EXCEEDED)$/],
  ] as const)(
    'a gRPC server that is none, through %s: every call fails, and REST is unharmed',
    async (client, type) => {
      const grpc = await serveTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      closing.push(() => grpc.close());
      const { result, error } = await measure({
        ...few,
        clients: [client],
        restUrl: servers.endpoints.rest,
        grpcUrl: `127.0.0.1:${grpc.port}`,
      });
      expect(error).toBeNull();
      const { rest, grpc: g } = comparisonInputOf(result);
      expect(rest.successful_requests).toBe(40);
      expect(g.failed_requests).toBe(40);
      expect(Object.keys(g.errors).filter((name) => !type.test(name))).toEqual([]);
    },
  );
});

describe('when the servers die halfway', () => {
  it('counts what failed by kind, keeps every trial, and does not call it a success', async () => {
    const target = await startTargetProcess({
      entry: usersTargetEntry,
      args: ['--rest-port', '0', '--grpc-port', '0'],
    });
    closing.push(() => target.close());
    const { rest: restUrl, grpc: grpcUrl } = target.endpoints;
    const { trials, result, error } = await measure(
      { ...few, requests: 4000, trials: 4, restUrl: restUrl!, grpcUrl: grpcUrl! },
      (event) => {
        if (event.type === 'trial-started' && event.index === 4) process.kill(target.pid, 'SIGKILL');
      },
    );
    expect(error).toBeInstanceOf(TargetUnreachableError);
    expect(trials).toHaveLength(8);
    for (const side of Object.values(comparisonInputOf(result)).slice(1, 3) as { errors: object }[]) {
      expect(side).toMatchObject({ total_requests: 4000 });
    }
    const { rest, grpc } = comparisonInputOf(result);
    for (const side of [rest, grpc]) {
      expect(side.successful_requests).toBeGreaterThanOrEqual(2000);
      expect(side.failed_requests).toBeGreaterThanOrEqual(1000);
      expect(side.successful_requests + side.failed_requests).toBe(4000);
    }
    expect(Object.keys(rest.errors).sort().join()).toMatch(
      /^(Connection Closed,?|Connection Refused,?|Connection Reset,?)+$/,
    );
    expect(Object.keys(grpc.errors).sort().join()).toMatch(
      /^(Connection Closed,?|Connection Refused,?|Connection Reset,?)+$/,
    );
    expect(result.validity.verdict).toBe('invalid');
  });
});

describe('the embedded servers', () => {
  it('are gone when the session has closed', async () => {
    let endpoint = '';
    const { error, trials } = await measure(few, (event) => {
      if (event.type === 'target-ready') endpoint = event.endpoints.grpc!;
    });
    expect(error).toBeNull();
    expect(trials).toHaveLength(4);
    const socket = connect({ host: '127.0.0.1', port: Number(endpoint.split(':')[1]) });
    const [refused] = await once(socket, 'error');
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
  });
});
