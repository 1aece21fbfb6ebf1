/** How many entries each tier of the policy cache forgot. */
export type ClearedCache = { readonly memory: number; readonly redis: number };
