/** Error class of an operation whose result was not what it must be. One of them makes a cell invalid. */
export const WRONG_RESULT = 'WRONG_RESULT';
