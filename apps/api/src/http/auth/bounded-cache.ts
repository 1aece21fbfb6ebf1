/** A cache whose entries end at an instant and whose size has a bound; the oldest entries go first. */
export class BoundedCache<Value extends { readonly untilMs: number }> {
  readonly #entries = new Map<string, Value>();
  readonly #entriesMax: number;

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  /** The value of a key as long as it holds. */
  get(key: string, nowMs: number): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined || value.untilMs > nowMs) return value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#entriesMax) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
