import { createECDH, createHash, hkdfSync } from 'node:crypto';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';

/** Order of the group of P-256 (FIPS 186-5): private keys are 1 to order − 1. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export type DemoKey = {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly alg: 'ES256';
  readonly use: 'sig';
  readonly kid: string;
  readonly x: string;
  readonly y: string;
  /** The private part. */
  readonly d: string;
};

/**
 * The signing key of the built-in identity provider, derived from the instance's secret: server and
 * CLI have the same one without a file between them. 48 bytes are reduced, so that no value is
 * noticeably likelier than another.
 */
export function demoSigningKey(derivedKey: Buffer): DemoKey {
  const wide = Buffer.from(hkdfSync('sha256', derivedKey, 'purser', 'es256', 48));
  const scalar = (BigInt(`0x${wide.toString('hex')}`) % (order - 1n)) + 1n;
  const privateKey = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey);
  const point = curve.getPublicKey();
  return {
    kty: 'EC',
    crv: 'P-256',
    alg: 'ES256',
    use: 'sig',
    kid: createHash('sha256').update(point).digest('base64url').slice(0, 16),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: privateKey.toString('base64url'),
  };
}

/** The public part, as a key set to verify with. */
export function demoKeySet({ d: _private, ...publicKey }: DemoKey): JWTVerifyGetKey {
  return createLocalJWKSet({ keys: [publicKey] });
}
