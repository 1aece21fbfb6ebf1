import { builder } from '../builder.ts';
import { valuesOf } from '../values-of.ts';

export const UserRole = builder.enumType('UserRole', {
  description: 'The role of an end user in the project; not to be confused with an operator’s.',
  values: valuesOf(['admin', 'anonymous', 'registered']),
});

/** Fields that only read what belongs to one user: by permission, or because it is that user. */
export function ownData(
  permission:
    | 'user:read'
    | 'quota:read'
    | 'grant:read'
    | 'wallet:read'
    | 'subscription:read'
    | 'turn:read',
) {
  return ({ userId }: { readonly userId: string }) => ({ userData: { permission, userId } });
}
