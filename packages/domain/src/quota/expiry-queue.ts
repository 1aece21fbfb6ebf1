/** Keys in the order of their expiry. Most are added at the end, so that adding is cheap. */
export type ExpiryQueue = { readonly expiresAtMs: number; readonly key: string }[];

export function addExpiry(queue: ExpiryQueue, expiresAtMs: number, key: string): void {
  const last = queue.at(-1);
  if (last === undefined || last.expiresAtMs <= expiresAtMs) queue.push({ expiresAtMs, key });
  else queue.splice(firstAt(queue, expiresAtMs), 0, { expiresAtMs, key });
}

export function removeExpiry(queue: ExpiryQueue, expiresAtMs: number, key: string): void {
  for (let at = firstAt(queue, expiresAtMs); at < queue.length; at += 1) {
    const item = queue[at];
    if (item === undefined || item.expiresAtMs !== expiresAtMs) return;
    if (item.key === key) {
      queue.splice(at, 1);
      return;
    }
  }
}

/** The keys that expire at `nowMs` or before. */
export function expiredKeys(queue: ExpiryQueue, nowMs: number): string[] {
  const keys: string[] = [];
  for (const { expiresAtMs, key } of queue) {
    if (expiresAtMs > nowMs) break;
    keys.push(key);
  }
  return keys;
}

/** Index of the first item that expires at `expiresAtMs` or later. */
function firstAt(queue: ExpiryQueue, expiresAtMs: number): number {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = queue[middle];
    if (item !== undefined && item.expiresAtMs < expiresAtMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
