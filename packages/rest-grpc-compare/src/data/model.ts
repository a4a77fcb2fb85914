/** A user, in the shape that both the JSON serialiser and the generated protobuf code take as it is. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** A Date, as a database driver would hand it over: each protocol's library converts it per request. */
  readonly createdAt: Date;
  readonly isActive: boolean;
}

/** What a caller gives to create a user. */
export interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The state of an order. */
export type OrderStatus = 'PENDING' | 'COMPLETED' | 'CANCELLED';

/** One position of an order. */
export interface OrderItem {
  readonly id: number;
  readonly productName: string;
  readonly quantity: number;
  /** Decimal text with two places. */
  readonly unitPrice: string;
}

/** An order with its items. */
export interface Order {
  readonly id: number;
  readonly userId: number;
  readonly orderDate: Date;
  /** Decimal text with two places: the exact sum of quantity × unit price. */
  readonly totalAmount: string;
  readonly status: OrderStatus;
  readonly items: OrderItem[];
}

/** One page of users. */
export interface UserPage {
  readonly users: User[];
  readonly totalElements: number;
  readonly totalPages: number;
  readonly currentPage: number;
}
