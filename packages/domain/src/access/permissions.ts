/**
 * Everything a caller can be allowed to do, as `<area>:<verb>`. Each REST route and each GraphQL
 * field names one of these; a permission nobody may hold does not exist (rule A6).
 */
export const permissions = [
  'plan:read',
  'plan:write',
  'quota:read',
  'quota:write',
  'quota:reset',
  'grant:read',
  'grant:write',
  'user:read',
  'user:write',
  'wallet:read',
  'wallet:write',
  'subscription:read',
  'subscription:write',
  'budget:read',
  'budget:write',
  'price:read',
  'price:write',
  'project:read',
  'project:write',
  'clock:move',
  'ledger:read',
  'turn:read',
  'turn:operate',
  'audit:read',
  'event:read',
  'event:write',
  'job:read',
  'job:run',
  'key:read',
  'key:manage',
  'health:read',
  'payment:create',
  'user-token:create',
  'tenant:read',
  'tenant:write',
  'portal:read',
  'portal:manage',
  'self',
] as const;

export type Permission = (typeof permissions)[number];

export function isPermission(text: string): text is Permission {
  return (permissions as readonly string[]).includes(text);
}
