/** What agents and coordinators say to each other. Raised whenever either would misunderstand the other. */
export const PROTOCOL_VERSION = 1;
