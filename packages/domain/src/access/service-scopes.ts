import { type Permission, permissions } from './permissions.ts';

/** Areas for which a key of scope `admin:<area>` may do everything. */
export const adminAreas = [
  'plan',
  'quota',
  'grant',
  'user',
  'wallet',
  'subscription',
  'budget',
  'price',
  'project',
  'clock',
  'ledger',
  'turn',
  'audit',
  'event',
  'job',
  'key',
  'health',
  'tenant',
  'portal',
] as const;

export type AdminArea = (typeof adminAreas)[number];

/** What a service key may be made for. `admin:*` is every area. */
export type ServiceScope =
  | 'turns'
  | 'read'
  | 'payments'
  | 'user-tokens'
  | 'admin:*'
  | `admin:${AdminArea}`;

const plainScopes: Readonly<
  Record<'turns' | 'read' | 'payments' | 'user-tokens', readonly Permission[]>
> = {
  turns: ['turn:operate', 'turn:read', 'health:read'],
  read: [
    'plan:read',
    'quota:read',
    'grant:read',
    'user:read',
    'wallet:read',
    'subscription:read',
    'budget:read',
    'price:read',
    'project:read',
    'ledger:read',
    'turn:read',
    'event:read',
    'job:read',
    'health:read',
    'tenant:read',
  ],
  payments: ['payment:create', 'wallet:read', 'plan:read'],
  'user-tokens': ['user-token:create'],
};

/** Every scope a key can be made with, in listing order. */
export const serviceScopes: readonly ServiceScope[] = [
  'turns',
  'read',
  'payments',
  'user-tokens',
  'admin:*',
  ...adminAreas.map((area) => `admin:${area}` as const),
];

export function isServiceScope(text: string): text is ServiceScope {
  return (serviceScopes as readonly string[]).includes(text);
}

/** Everything a key with these scopes may do: the union over the scopes (rule A6). */
export function permissionsOfScopes(scopes: readonly ServiceScope[]): ReadonlySet<Permission> {
  return new Set(scopes.flatMap(permissionsOfScope));
}

function permissionsOfScope(scope: ServiceScope): readonly Permission[] {
  switch (scope) {
    case 'turns':
    case 'read':
    case 'payments':
    case 'user-tokens':
      return plainScopes[scope];
    case 'admin:*':
      return adminAreas.flatMap(permissionsOfArea);
    default:
      return permissionsOfArea(scope.slice('admin:'.length));
  }
}

function permissionsOfArea(area: string): readonly Permission[] {
  return permissions.filter((permission) => permission.startsWith(`${area}:`));
}
