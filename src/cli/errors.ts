/** The command line was used in a way it does not understand; the message says what to do. */
export class UsageError extends Error {}
