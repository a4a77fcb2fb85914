import { describe, expect, it } from 'vitest';
import { ConcurrencyBudget } from './concurrency-budget.js';

const budgetOf = (accountConcurrency: number, unreservedMinimum = 0) =>
  new ConcurrencyBudget({ accountConcurrency, unreservedMinimum });

describe('ConcurrencyBudget', () => {
  it('lets a function run up to its reservation', () => {
    const budget = budgetOf(10);
    expect(budget.reserve('a', 2)).toBe(true);
    expect([budget.enter('a'), budget.enter('a'), budget.enter('a')]).toEqual([
      null,
      null,
      'ReservedFunctionConcurrentInvocationLimitExceeded',
    ]);
    budget.leave('a');
    expect(budget.enter('a')).toBeNull();
  });

  it('keeps a reservation free, whatever the others do', () => {
    const budget = budgetOf(3);
    budget.reserve('a', 2);
    expect(budget.enter('b')).toBeNull();
    expect(budget.enter('c')).toBe('ConcurrentInvocationLimitExceeded');
    expect(budget.enter('a')).toBeNull();
    expect(budget.enter('a')).toBeNull();
    budget.leave('b');
    expect(budget.enter('c')).toBeNull();
  });

  it('stops a function whose reservation is 0', () => {
    const budget = budgetOf(10);
    budget.reserve('a', 0);
    expect(budget.enter('a')).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
    budget.unreserve('a');
    expect(budget.enter('a')).toBeNull();
  });

  it('refuses reservations that leave too little', () => {
    const budget = budgetOf(1000, 100);
    expect(budget.reserve('a', 900)).toBe(true);
    expect(budget.reserve('b', 1)).toBe(false);
    expect(budget.mostReservable('b')).toBe(0);
    expect(budget.mostReservable('a')).toBe(900);
    expect(budget.reserve('a', 10)).toBe(true);
    expect(budget.reserve('b', 890)).toBe(true);
    expect(budget.reservationOf('b')).toBe(890);
    expect(budget.reservationOf('c')).toBeNull();
  });

  it('counts right when a reservation comes and goes while invocations run', () => {
    const budget = budgetOf(4);
    budget.enter('a');
    budget.enter('a');
    budget.reserve('a', 3);
    expect(budget.enter('b')).toBeNull();
    expect(budget.enter('b')).toBe('ConcurrentInvocationLimitExceeded');
    budget.unreserve('a');
    expect(budget.enter('b')).toBeNull();
    expect(budget.enter('b')).toBe('ConcurrentInvocationLimitExceeded');
    for (const name of ['a', 'a', 'b', 'b']) budget.leave(name);
    for (let place = 0; place < 4; place++) expect(budget.enter('c')).toBeNull();
    expect(budget.enter('c')).toBe('ConcurrentInvocationLimitExceeded');
  });
});
