import { describe, expect, it } from 'vitest';
import { loginUrl, sessionOf } from './session.ts';

const answer = {
  name: 'support@demo.test',
  role: 'support',
  permissions: ['user:read', 'grant:write', 'made:up'],
  tenant: { id: 'x', slug: 'home' },
  project: { slug: 'demo' },
  sign_in_with: 'demo-people',
  demo_banner: false,
};

describe('the session', () => {
  it('keeps the permissions it knows and drops the others', () => {
    const state = sessionOf(answer);
    expect(state.status).toBe('signed-in');
    if (state.status === 'signed-in')
      expect([...state.session.permissions]).toEqual(['user:read', 'grant:write']);
  });

  it('sends somebody without any permission to the page that says so', () => {
    expect(sessionOf({ ...answer, permissions: [] })).toEqual({
      status: 'no-role',
      name: 'support@demo.test',
    });
  });

  it('does not trust an answer of another shape', () => {
    expect(sessionOf('<html>').status).toBe('unreachable');
  });

  it('comes back to the page it left, whatever its search holds', () => {
    expect(loginUrl('/users?q=a&b')).toBe('/auth/login?return_to=%2Fusers%3Fq%3Da%26b');
  });
});
