// What a right answer looks like. REST and gRPC answers have the same names once they are decoded (the JSON is camelCase,
// and so is the generated code), so that both are held to the same rules: the same work on both sides, and no protocol
// gets away with less.

type Fields = Readonly<Record<string, unknown>>;

/** The fields that a created user must come back with. */
export interface NewUserFields {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** A user with every field that both protocols promise. Dates are left alone: a server may not know when. */
function isUser(value: unknown): value is Fields {
  return (
    isFields(value) &&
    isId(value.id) &&
    isText(value.username) &&
    isText(value.email) &&
    isText(value.firstName) &&
    isText(value.lastName) &&
    typeof value.isActive === 'boolean'
  );
}

/** The user that was asked for. */
export function isUserWithId(value: unknown, id: number): boolean {
  return isUser(value) && Number(value.id) === id;
}

/** The user that was sent, under an id of its own. */
export function isUserMadeFrom(value: unknown, sent: NewUserFields): boolean {
  return (
    isUser(value) &&
    value.username === sent.username &&
    value.email === sent.email &&
    value.firstName === sent.firstName &&
    value.lastName === sent.lastName
  );
}

/** At most `most` users. */
export function isUserList(value: unknown, most: number): boolean {
  return Array.isArray(value) && value.length <= most && value.every(isUser);
}

/** The page that was asked for, with as many users as its own totals say. */
export function isUserPage(value: unknown, page: number, size: number): boolean {
  if (!isFields(value) || Number(value.currentPage) !== page) return false;
  const total = Number(value.totalElements);
  if (!Number.isInteger(total) || total < 0) return false;
  const expected = Math.max(0, Math.min(size, total - page * size));
  return isUserList(value.users, size) && (value.users as unknown[]).length === expected;
}

/** Orders of that user, each with its items. */
export function areOrdersOf(value: unknown, userId: number): boolean {
  return Array.isArray(value) && value.every((order) => isOrderOf(order, userId));
}

function isOrderOf(value: unknown, userId: number): boolean {
  return (
    isFields(value) &&
    isId(value.id) &&
    Number(value.userId) === userId &&
    isText(value.status) &&
    Array.isArray(value.items) &&
    value.items.every((item) => isFields(item) && isId(item.id) && isText(item.productName))
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** JSON servers write 64-bit ids as numbers or, to be safe, as text. */
function isId(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && Number(value) > 0;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
