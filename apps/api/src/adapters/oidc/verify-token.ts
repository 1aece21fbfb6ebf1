import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import {
  IdentityUnavailableError,
  InvalidTokenError,
  type VerifiedPerson,
} from '../../ports/people.ts';
import { type ClaimMapping, personFromClaims } from './claims.ts';

/** Signatures by a key that only the issuer has; shared secrets and `none` are not among them. */
export const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** How far the issuer's clock and ours may be apart. */
const clockToleranceSeconds = 30;

export type TokenRules = {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string | string[];
  readonly audience: string;
  readonly algorithms?: string[];
  readonly mapping: ClaimMapping;
  readonly nowMs: number;
};

/** Checks signature, issuer, audience and times of an access token. Throws InvalidTokenError. */
export async function verifyToken(token: string, rules: TokenRules): Promise<VerifiedPerson> {
  try {
    const { payload } = await jwtVerify(token, rules.keys, {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: rules.algorithms ?? signatureAlgorithms,
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(rules.nowMs),
      requiredClaims: ['sub', 'exp'],
    });
    return personFromClaims(payload, rules.mapping);
  } catch (error) {
    throw toTokenError(error);
  }
}

/** Says what is wrong with a token, without repeating any of it. */
function toTokenError(error: unknown): unknown {
  if (error instanceof errors.JWTExpired)
    return new InvalidTokenError('has expired', { cause: error });
  if (error instanceof errors.JWKSTimeout) return unavailable(error);
  if (error instanceof errors.JWKSInvalid) return unavailable(error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new InvalidTokenError(`has a ${error.claim} that is not accepted here`, {
      cause: error,
    });
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return new InvalidTokenError('is signed by a key that its issuer does not have', {
      cause: error,
    });
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new InvalidTokenError('has a wrong signature', { cause: error });
  }
  // What is left of jose's own errors is about the form of the token, or about fetching the keys.
  if (error instanceof errors.JOSEError) {
    return error.code === 'ERR_JOSE_GENERIC'
      ? unavailable(error)
      : new InvalidTokenError('is not a valid token', { cause: error });
  }
  return error instanceof TypeError ? unavailable(error) : error;
}

function unavailable(cause: Error): IdentityUnavailableError {
  return new IdentityUnavailableError("The identity provider's keys cannot be fetched.", { cause });
}
