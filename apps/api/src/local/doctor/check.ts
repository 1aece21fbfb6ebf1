/** One finding of `purser doctor`. */
export type Finding = {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do about a fault. */
  readonly remedy?: string;
};

/** A finding without fault. */
export function fine(what: string, detail: string): Finding {
  return { what, ok: true, detail };
}

/** A fault with its remedy. */
export function fault(what: string, detail: string, remedy: string): Finding {
  return { what, ok: false, detail, remedy };
}

/** A short reason out of anything thrown. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
