export const handler = (;
