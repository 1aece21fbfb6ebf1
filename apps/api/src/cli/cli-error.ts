/** A command cannot do what it was asked; the message is one sentence, the exit code is 1. */
export class CliError extends Error {
  override name = 'CliError';
}

/** The command line itself is wrong: the message is followed by how the command is used, the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
