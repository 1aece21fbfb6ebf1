/** A local service cannot be had; the message is one sentence that says what to do. */
export class ServiceError extends Error {
  override name = 'ServiceError';
}
