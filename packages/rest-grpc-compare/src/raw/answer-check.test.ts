import { describe, expect, it } from 'vitest';
import { restGrpcConfigSchema } from '../config.js';
import { apiCallFor } from '../operation/api-call.js';
import type { Dialect } from '../operation/dialect.js';
import { createNewUserSource, FIRST_NEW_USER } from '../operation/new-users.js';
import type { OperationName } from '../operations.js';
import { AnswerCheck } from './answer-check.js';
import { SlotBodies } from './slot-bodies.js';

/** Finds the body `right <number>` right, and counts how often it was asked. */
function counting(operation: OperationName) {
  let looks = 0;
  const dialect: Dialect = {
    call: apiCallFor(restGrpcConfigSchema.parse({ operation }), createNewUserSource('')),
    exchangeFor: () => ({ method: 'GET', path: '/', headers: [], body: null }),
    judge: (body, number) => {
      looks++;
      return body.toString().startsWith(`right ${number}`) ? undefined : 'WRONG_ANSWER';
    },
    payloadBytes: (body) => body.length,
  };
  return { check: new AnswerCheck(dialect), looks: () => looks };
}

describe('AnswerCheck', () => {
  it('looks at an answer once, and takes the same bytes for the same request for right from then on', () => {
    const { check, looks } = counting('getUser');
    for (let i = 0; i < 5; i++) expect(check.judge(Buffer.from('right 7'), 7)).toBeUndefined();
    expect(looks()).toBe(1);
  });

  it('does not take them for right as the answer to another request, nor other bytes for the same', () => {
    const { check, looks } = counting('getUser');
    check.judge(Buffer.from('right 7'), 7);
    expect(check.judge(Buffer.from('right 7'), 8)).toBe('WRONG_ANSWER');
    expect(check.judge(Buffer.from('wrong 7'), 7)).toBe('WRONG_ANSWER');
    expect(check.judge(Buffer.from('right 7.'), 7)).toBeUndefined();
    expect(looks()).toBe(4);
  });

  it('never remembers a wrong answer', () => {
    const { check, looks } = counting('getUser');
    for (let i = 0; i < 3; i++) expect(check.judge(Buffer.from('wrong'), 7)).toBe('WRONG_ANSWER');
    expect(looks()).toBe(3);
  });

  it('looks at everything that was created', () => {
    const { check, looks } = counting('createUser');
    const body = Buffer.from(`right ${FIRST_NEW_USER}`);
    for (let i = 0; i < 3; i++) expect(check.judge(body, FIRST_NEW_USER)).toBeUndefined();
    expect(looks()).toBe(3);
  });
});

describe('SlotBodies', () => {
  it('puts pieces together slot by slot, whatever buffer they were lent in', () => {
    const bodies = new SlotBodies(2);
    const lent = Buffer.from('..hello..');
    bodies.begin(0);
    bodies.begin(1);
    bodies.add(0, lent, 2, 5);
    bodies.add(1, Uint8Array.from(Buffer.from('other')), 1, 5);
    bodies.add(0, lent, 5, 7);
    lent.fill('x');
    expect([bodies.bodyOf(0).toString(), bodies.bodyOf(1).toString()]).toEqual(['hello', 'ther']);
    const long = Buffer.alloc(100_000, 'a');
    bodies.add(0, long, 0, long.length);
    expect(bodies.bodyOf(0).toString()).toBe(`hello${long}`);
    bodies.begin(0);
    expect(bodies.bodyOf(0).length).toBe(0);
  });
});
