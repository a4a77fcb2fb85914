/**
 * The users API in GraphQL. A user that does not exist is null, as GraphQL has it; what a caller did wrong is an error
 * with a code under `extensions`.
 */
export const usersGraphqlSchema = `
  scalar DateTime

  type User {
    id: ID!
    username: String!
    email: String!
    firstName: String!
    lastName: String!
    createdAt: DateTime!
    isActive: Boolean!
  }

  type OrderItem {
    id: ID!
    productName: String!
    quantity: Int!
    unitPrice: String!
  }

  type Order {
    id: ID!
    userId: ID!
    orderDate: DateTime!
    totalAmount: String!
    status: String!
    items: [OrderItem!]!
  }

  type UserPage {
    users: [User!]!
    totalElements: Int!
    totalPages: Int!
    currentPage: Int!
  }

  input CreateUserInput {
    username: String!
    email: String!
    firstName: String!
    lastName: String!
  }

  type Query {
    user(id: ID!): User
    listUsers(page: Int = 0, size: Int = 20): UserPage!
    userOrders(userId: ID!): [Order!]
    searchUsers(query: String!, limit: Int = 10): [User!]!
  }

  type Mutation {
    createUser(input: CreateUserInput!): User!
    bulkCreateUsers(inputs: [CreateUserInput!]!): [User!]!
  }
`;
