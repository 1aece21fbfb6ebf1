import type { JWTPayload } from 'jose';
import type { VerifiedPerson } from '../../ports/people.ts';

/** Where in an issuer's claims roles and tenants are found. */
export type ClaimMapping = {
  /** Path with dots between its steps, for example `realm_access.roles`. */
  readonly roleClaim: string;
  /** The issuer's role name → ours; a name that is not listed stands for itself. */
  readonly roleMap: ReadonlyMap<string, string>;
  readonly tenantClaim: string | undefined;
};

/** What a person's verified claims say of them. `subject` and `issuer` are present in verified claims. */
export function personFromClaims(claims: JWTPayload, mapping: ClaimMapping): VerifiedPerson {
  const subject = String(claims.sub);
  const email = textOf(claims.email);
  return {
    issuer: String(claims.iss),
    subject,
    email,
    emailVerified: claims.email_verified === true,
    name: textOf(claims.name) ?? email ?? textOf(claims.preferred_username) ?? subject,
    roles: namesAt(claims, mapping.roleClaim).map((role) => mapping.roleMap.get(role) ?? role),
    tenants:
      mapping.tenantClaim === undefined
        ? null
        : namesAt(claims, mapping.tenantClaim).map(withoutGroupSlash),
    expiresAtMs: Number(claims.exp) * 1000,
  };
}

/** The texts at a path of claims; one text counts as a list of one. A claim whose own name has dots is found too. */
function namesAt(claims: JWTPayload, path: string): readonly string[] {
  const found = claims[path] ?? path.split('.').reduce<unknown>(step, claims);
  const list = Array.isArray(found) ? found : [found];
  return list.filter((name): name is string => typeof name === 'string' && name !== '');
}

function step(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Keycloak names groups by path: `/home` is the tenant `home`. */
function withoutGroupSlash(name: string): string {
  return name.replace(/^\//, '');
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
