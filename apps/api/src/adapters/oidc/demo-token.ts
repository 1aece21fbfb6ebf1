import { importJWK, SignJWT } from 'jose';
import { deriveKey } from '../../config/derive-key.ts';
import { demoSigningKey } from './demo-keys.ts';
import { demoClaims, demoPeople, demoPersonOf } from './demo-people.ts';

/**
 * Issuer of tokens that the CLI makes without a running server. It is a name and no address, so that
 * they are good on whatever port the server runs.
 */
export const demoTokenIssuer = 'urn:purser:demo';

/** The instance whose server shall accept the token. */
export type DemoInstance = {
  readonly secret: string;
  readonly identity: { readonly audience: string };
};

export type DemoTokenOptions = { readonly role: string; readonly ttlSeconds?: number };

/** Long enough for an afternoon with curl. */
const ttlSecondsDefault = 12 * 3600;

/** Makes a bearer token of a demo person. Throws a RangeError naming the roles when there is none of that role. */
export async function mintDemoToken(
  { secret, identity }: DemoInstance,
  { role, ttlSeconds = ttlSecondsDefault }: DemoTokenOptions,
): Promise<string> {
  const person = demoPersonOf(role);
  if (person === undefined) {
    const known = demoPeople.map((one) => one.role).join(', ');
    throw new RangeError(`There is no demo person of the role "${role}": choose among ${known}.`);
  }
  const key = demoSigningKey(deriveKey(secret, 'oidc'));
  const issuedAt = Math.floor(Date.now() / 1000);
  return new SignJWT(demoClaims(person))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
    .setIssuer(demoTokenIssuer)
    .setSubject(person.email)
    .setAudience(identity.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds)
    .sign(await importJWK(key, key.alg));
}
