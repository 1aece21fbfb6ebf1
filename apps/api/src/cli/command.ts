/** One command of the `purser` program. Its module imports the server's code only when it runs. */
export type Command = {
  /** What follows `purser <name>`. */
  readonly usage: string;
  /** Options and examples, as `purser help <name>` prints them. */
  readonly details?: string;
  readonly run: (args: readonly string[]) => Promise<void>;
};

/** A command as the list of all commands knows it. */
export type CommandEntry = {
  readonly name: string;
  /** The one line of `purser help`. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
};
