import type { Permission } from './permissions.ts';

/** The part of a caller that decides: what it may do, and for user tokens whose data it may read. */
export type Holder = {
  readonly permissions: ReadonlySet<Permission>;
  readonly selfUserId?: string | undefined;
};

/** A user token reads one user's own data, lets that user pay, and does nothing else (rule A7). */
export const userTokenPermissions: ReadonlySet<Permission> = new Set(['self']);

/** Whether a caller may do something in the project it is bound to (rule A6). */
export function may(holder: Holder, permission: Permission): boolean {
  return holder.permissions.has(permission);
}

/** Whether a caller may read one user's data: by permission, or because it is that user (rule A7). */
export function mayReadUser(holder: Holder, permission: Permission, userId: string): boolean {
  if (holder.permissions.has(permission)) return true;
  return holder.permissions.has('self') && holder.selfUserId === userId;
}

/** Whether a caller may open Stripe's pages on which a user pays: by permission, or as that user (rule A7). */
export function mayLetPay(holder: Holder, permission: Permission, userId: string): boolean {
  return mayReadUser(holder, permission, userId);
}
