import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IdentityUnavailableError } from '../../ports/people.ts';
import { issuerVerifier } from './issuer-verifier.ts';

type Key = Awaited<ReturnType<typeof generateKeyPair>> & { readonly kid: string };

let keys: Key[] = [];
let server: Server;
let issuer = '';
let announced: string | null = null;
let nowMs = 0;

/** An issuer as small as the protocol allows: discovery and keys. */
beforeEach(async () => {
  keys = [await makeKey('first')];
  announced = null;
  nowMs = Date.now();
  server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/realm/.well-known/openid-configuration') {
      response.end(JSON.stringify({ issuer: announced ?? issuer, jwks_uri: `${issuer}/keys` }));
      return;
    }
    const published = await Promise.all(
      keys.map(async ({ publicKey, kid }) => ({ ...(await exportJWK(publicKey)), kid })),
    );
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function makeKey(kid: string): Promise<Key> {
  return { ...(await generateKeyPair('RS256')), kid };
}

function verifier(roleMap: ReadonlyMap<string, string> = new Map(), tenantClaim?: string) {
  return issuerVerifier({
    issuer,
    audience: 'purser',
    mapping: { roleClaim: 'realm_access.roles', roleMap, tenantClaim },
    system: { nowMs: () => nowMs, newId: () => 'id', secret: () => 'secret' },
  });
}

const claims = {
  email: 'ada@example.test',
  email_verified: true,
  realm_access: { roles: ['finance', 'offline_access'] },
};

function token(change: JWTPayload = {}, key = keys[0] as Key): Promise<string> {
  return new SignJWT({
    iss: issuer,
    aud: 'purser',
    sub: 'ada',
    exp: Math.floor(nowMs / 1000) + 60,
    ...claims,
    ...change,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(key.privateKey);
}

describe('a token of a configured issuer', () => {
  it('says who the person is, by the claims that were configured', async () => {
    const roleMap = new Map([['finance', 'admin']]);
    const person = await verifier(roleMap, 'groups').verify(await token({ groups: ['/acme'] }));
    expect(person).toMatchObject({
      issuer,
      subject: 'ada',
      email: 'ada@example.test',
      emailVerified: true,
      roles: ['admin', 'offline_access'],
      tenants: ['acme'],
    });
  });

  it.each([
    ['has another audience', { aud: 'other' }, 'has a aud'],
    ['comes from another issuer', { iss: 'https://evil.test' }, 'has a iss'],
    ['ended more than 30 s ago', { exp: 1 }, 'has expired'],
    ['is not valid yet', { nbf: 4_000_000_000 }, 'has a nbf'],
    ['never ends', { exp: undefined }, 'has a exp'],
    ['names nobody', { sub: undefined }, 'has a sub'],
  ])('is refused when it %s', async (_name, change, reason) => {
    await expect(verifier().verify(await token(change as JWTPayload))).rejects.toThrow(reason);
  });

  it('is taken for 30 s after its end, because clocks differ', async () => {
    const exp = Math.floor(nowMs / 1000) - 25;
    await expect(verifier().verify(await token({ exp }))).resolves.toBeDefined();
    await expect(verifier().verify(await token({ exp: exp - 10 }))).rejects.toThrow('has expired');
  });

  it('is refused without a signature, and with one made from the public key', async () => {
    const unsigned = new UnsecuredJWT({ ...claims, sub: 'ada' })
      .setIssuer(issuer)
      .setAudience('purser')
      .setExpirationTime('1m')
      .encode();
    await expect(verifier().verify(unsigned)).rejects.toThrow('is not a valid token');
    const { n = '' } = await exportJWK((keys[0] as Key).publicKey);
    const forged = await new SignJWT({ ...claims, iss: issuer, aud: 'purser', sub: 'ada' })
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .setExpirationTime('1m')
      .sign(Buffer.from(n, 'base64url'));
    await expect(verifier().verify(forged)).rejects.toThrow('is not a valid token');
  });

  it('is refused when another key signed it under the same name', async () => {
    const stranger = await makeKey('first');
    await expect(verifier().verify(await token({}, stranger))).rejects.toThrow('wrong signature');
  });

  it('is taken after the issuer changed its keys, without a restart', async () => {
    const verify = verifier();
    await verify.verify(await token());
    const second = await makeKey('second');
    keys = [second];
    // jose waits 30 s before it fetches keys again for an unknown name.
    const later = Date.now() + 31_000;
    const realNow = Date.now;
    Date.now = () => later;
    try {
      await expect(verify.verify(await token({}, second))).resolves.toBeDefined();
    } finally {
      Date.now = realNow;
    }
  });

  it('waits for an issuer that is down, and finds it when it is back', async () => {
    announced = 'https://somebody.else.test';
    const verify = verifier();
    await expect(verify.verify(await token())).rejects.toBeInstanceOf(IdentityUnavailableError);
    announced = null;
    await expect(verify.verify(await token())).resolves.toBeDefined();
  });
});
