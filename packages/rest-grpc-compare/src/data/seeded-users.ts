import { instantBetween } from './calendar.js';
import type { User } from './model.js';
import { FIRST_NAMES, LAST_NAMES } from './names.js';
import type { Random } from './random.js';

/** Users with ids 1 to this exist from the start, the same in every process. */
export const SEEDED_USER_COUNT = 10_000;

const FIRST_CREATED_AT_MS = Date.UTC(2019, 0, 1);
const LAST_CREATED_AT_MS = Date.UTC(2024, 0, 1);
const INACTIVE_ONE_IN = 10;

/** Users 1 to `SEEDED_USER_COUNT` at positions 0 and up; dates lie in 2019–2023 whatever the clock says. */
export function createSeededUsers(random: Random): User[] {
  const users: User[] = [];
  for (let id = 1; id <= SEEDED_USER_COUNT; id++) {
    const firstName = FIRST_NAMES[random.below(FIRST_NAMES.length)] as string;
    const lastName = LAST_NAMES[random.below(LAST_NAMES.length)] as string;
    const username = `${firstName}${lastName}${id}`.toLowerCase();
    users.push({
      id,
      username,
      email: `${username}@example.com`,
      firstName,
      lastName,
      createdAt: new Date(instantBetween(FIRST_CREATED_AT_MS, LAST_CREATED_AT_MS, random)),
      isActive: random.below(INACTIVE_ONE_IN) !== 0,
    });
  }
  return users;
}
