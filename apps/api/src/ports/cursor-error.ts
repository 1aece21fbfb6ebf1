/** A page was asked for with a cursor that no earlier answer gave. The caller's fault: a refusal, not a fault. */
export class CursorError extends Error {
  override name = 'CursorError';
  readonly code = 'invalid_value';
  readonly field = 'cursor';
  constructor() {
    super('cursor is not a cursor of an earlier answer.');
  }
}
