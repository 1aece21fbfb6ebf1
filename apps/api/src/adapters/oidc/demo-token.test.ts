import { describe, expect, it } from 'vitest';
import { deriveKey } from '../../config/derive-key.ts';
import { machine } from '../system/machine.ts';
import { demoSigningKey } from './demo-keys.ts';
import { mintDemoToken } from './demo-token.ts';
import { demoVerifier } from './demo-verifier.ts';

const secret = 'a'.repeat(40);
const identity = { audience: 'purser' };

function verifier(of = secret) {
  return demoVerifier({
    issuer: 'http://localhost:4000/oidc',
    audience: 'purser',
    derivedKey: deriveKey(of, 'oidc'),
    system: machine,
  });
}

describe('a demo token', () => {
  it('is good for the server of the same secret, whatever its port', async () => {
    const token = await mintDemoToken({ secret, identity }, { role: 'finance' });
    expect(await verifier().verify(token)).toMatchObject({
      subject: 'finance@demo.test',
      email: 'finance@demo.test',
      emailVerified: true,
      roles: ['finance'],
      tenants: null,
    });
  });

  it('is nothing to a server of another secret', async () => {
    const token = await mintDemoToken({ secret, identity }, { role: 'finance' });
    await expect(verifier('b'.repeat(40)).verify(token)).rejects.toThrow();
  });

  it('exists for demo people only', async () => {
    await expect(mintDemoToken({ secret, identity }, { role: 'boss' })).rejects.toThrow(
      /no demo person of the role "boss": choose among admin/,
    );
  });

  it('is signed with the same key after every start', () => {
    const key = deriveKey(secret, 'oidc');
    expect(demoSigningKey(key)).toEqual(demoSigningKey(key));
    expect(demoSigningKey(key)).not.toEqual(demoSigningKey(deriveKey('c'.repeat(40), 'oidc')));
  });
});
