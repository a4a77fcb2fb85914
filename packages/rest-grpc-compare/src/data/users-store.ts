import { CreatedUsers } from './created-users.js';
import type { NewUser, Order, User, UserPage } from './model.js';
import { SearchIndex } from './search-index.js';
import { clampCount, DEFAULT_PAGE_SIZE, DEFAULT_SEARCH_LIMIT } from './user-rules.js';
import type { UsersData } from './users-data.js';

/** What the servers of one process read and write. One store behind both: a user created on one is seen on the other. */
export interface UsersStore {
  /** The user, or undefined if there is none. O(1). */
  getUser(id: number): User | undefined;
  /** A page in id order. A negative page is page 0; a size that is not positive is 20, one above 1000 is 1000. */
  listUsers(page: number, size: number): UserPage;
  /** Creates a user under the next id, from 10001 up. The caller has checked the fields ({@link newUserProblem}). */
  createUser(user: NewUser): User;
  /** Creates several in the order given. */
  bulkCreate(users: readonly NewUser[]): User[];
  /** The orders of a user, oldest first (none for a created user), or undefined if there is no such user. */
  getUserOrders(id: number): Order[] | undefined;
  /**
   * Users whose username, email, first or last name contains `query`, whatever the case, in id order.
   * A limit that is not positive is 10, one above 1000 is 1000. Indexed by trigrams: see {@link SearchIndex}.
   */
  searchUsers(query: string, limit: number): User[];
}

/** What a store may be given. */
export interface UsersStoreOptions {
  /** Milliseconds since the epoch, for the creation time of new users. The clock by default. */
  readonly nowMs?: () => number;
  /** How the created users are kept. */
  readonly created?: CreatedUsers;
}

/** Puts a store on top of the data; indexing 10,000 users takes some 50 ms. */
export function createUsersStore(data: UsersData, options: UsersStoreOptions = {}): UsersStore {
  const nowMs = options.nowMs ?? Date.now;
  const created = options.created ?? new CreatedUsers();
  const seeded = data.users;
  const seededIndex = new SearchIndex();
  for (const user of seeded) seededIndex.add(user);
  let lastId = seeded.length;

  const getUser = (id: number): User | undefined => (id <= seeded.length ? seeded[id - 1] : created.byId(id));

  const createUser = ({ username, email, firstName, lastName }: NewUser): User => {
    lastId++;
    const user: User = {
      id: lastId,
      username,
      email,
      firstName,
      lastName,
      createdAt: new Date(nowMs()),
      isActive: true,
    };
    created.add(user);
    return user;
  };

  const usersBetween = (start: number, end: number): User[] => {
    if (end <= seeded.length) return seeded.slice(start, end);
    const createdStart = Math.max(0, start - seeded.length);
    return [...seeded.slice(start, end), ...created.slice(createdStart, end - seeded.length)];
  };

  return {
    getUser,
    createUser,
    bulkCreate: (users) => users.map(createUser),
    getUserOrders: (id) => (getUser(id) === undefined ? undefined : data.ordersOf(id)),
    listUsers(page, size) {
      const pageSize = clampCount(size, DEFAULT_PAGE_SIZE);
      const currentPage = Math.max(0, page);
      const totalElements = seeded.length + created.size;
      return {
        users: usersBetween(currentPage * pageSize, (currentPage + 1) * pageSize),
        totalElements,
        totalPages: Math.ceil(totalElements / pageSize),
        currentPage,
      };
    },
    searchUsers(query, limit) {
      const wanted = query.toLowerCase();
      const most = clampCount(limit, DEFAULT_SEARCH_LIMIT);
      const found: User[] = [];
      seededIndex.search(wanted, most, found);
      if (found.length < most) created.search(wanted, most, found);
      return found;
    },
  };
}
