import type { Permission } from '@purser/domain/access/permissions';

/** Who is asking, established once at the edge. */
export type Caller = {
  readonly kind: 'person' | 'service-key' | 'user-token' | 'job' | 'webhook' | 'cli' | 'anonymous';
  /** Stable id used as actor in ledger and audit, e.g. `person:<subject>`, `key:<id>`, `job:reap`. */
  readonly id: string;
  /** What people read: an e-mail address, a key's name, a job's name. */
  readonly name: string;
  readonly role: string;
  readonly permissions: ReadonlySet<Permission>;
  /** For user tokens (permission `self`): the only user whose data may be read. */
  readonly selfUserId?: string;
};

/** The tenant and project a request works in; inside, small integers lead every key. */
export type ProjectScope = {
  readonly tenantId: number;
  readonly projectId: number;
  readonly tenantUuid: string;
  readonly tenantSlug: string;
  readonly projectSlug: string;
};

/** Everything a use case knows of the request around it. */
export type RequestContext = {
  readonly caller: Caller;
  readonly scope: ProjectScope;
  readonly requestId: string;
  readonly sourceAddress?: string;
};

/** What every command takes beside its own input. */
export type CommandMeta = {
  /** Why; REST falls back to `notes`, else to the operation's name. */
  readonly reason?: string;
  /** Decide, return what would change, change nothing. */
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string;
};

/** A row of what a command changes, as people read it: before → change → after. */
export type ChangeLine = {
  readonly label: string;
  readonly before: string | null;
  /** What is added or set, where before and after are sums of more than it. */
  readonly change?: string;
  readonly after: string | null;
};

/** Answer of a command: its value with the change it made (or would make), or a rejection from a closed list. */
export type CommandOutcome<Value, Rejection> =
  | {
      readonly ok: true;
      readonly value: Value;
      readonly replayed: boolean;
      readonly dryRun: boolean;
      readonly changes: readonly ChangeLine[];
    }
  | { readonly ok: false; readonly rejection: Rejection };

/** A page of a list, by keyset. */
export type Page<Item> = {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  /** All rows of the filter: only when asked for, and only when there are no more than asked. */
  readonly total?: number | undefined;
};

/** The order of a list: one of the fields that `listOrders` names for it. */
export type Sort<Field extends string = string> = {
  readonly by: Field;
  readonly direction: 'asc' | 'desc';
};

export type PageRequest = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** The list's own order unless given; a cursor is good for the order it was made in. */
  readonly sort?: Sort | undefined;
  /** Counts the rows of the filter too, up to so many: `total` is left out when there are more. */
  readonly countUpTo?: number | undefined;
};
