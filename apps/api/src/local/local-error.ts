/** The local side cannot go on; the message is one sentence that says what to do. */
export class LocalError extends Error {
  override name = 'LocalError';
}
