/**
 * What a decision answers: a value, or a rejection that names its reason. Rejections are expected
 * failures and returned; programmer errors are thrown.
 */
export type Outcome<T, R extends { readonly code: string }> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rejection: R };

/** Wraps the value of a decision that went through. */
export function accepted<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps the reason of a decision that was declined. */
export function rejected<R extends { readonly code: string }>(
  rejection: R,
): { readonly ok: false; readonly rejection: R } {
  return { ok: false, rejection };
}

/** The default arm of an exhaustive switch: a case added to the union fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`A case was not handled: ${JSON.stringify(value)}`);
}
