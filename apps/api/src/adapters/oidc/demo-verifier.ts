import type { TokenVerifier } from '../../ports/people.ts';
import type { System } from '../../ports/system.ts';
import type { ClaimMapping } from './claims.ts';
import { demoKeySet, demoSigningKey } from './demo-keys.ts';
import { demoTokenIssuer } from './demo-token.ts';
import { verifyToken } from './verify-token.ts';

export type DemoVerifierOptions = {
  /** Address of the built-in provider on this server. */
  readonly issuer: string;
  readonly audience: string;
  /** Derived from the instance's secret for the purpose `oidc`. */
  readonly derivedKey: Buffer;
  readonly system: System;
};

/** Demo people carry their role where Keycloak would. */
export const demoMapping: ClaimMapping = {
  roleClaim: 'realm_access.roles',
  roleMap: new Map(),
  tenantClaim: undefined,
};

/** Verifies tokens of the built-in provider and of the CLI: both are signed with the one derived key. */
export function demoVerifier(options: DemoVerifierOptions): TokenVerifier {
  const keys = demoKeySet(demoSigningKey(options.derivedKey));
  return {
    verify: (token) =>
      verifyToken(token, {
        keys,
        issuer: [options.issuer, demoTokenIssuer],
        audience: options.audience,
        algorithms: ['ES256'],
        mapping: demoMapping,
        nowMs: options.system.nowMs(),
      }),
  };
}
