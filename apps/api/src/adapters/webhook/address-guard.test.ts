import { describe, expect, it } from 'vitest';
import { isReachable } from './address-guard.ts';
import { httpWebhookSender } from './http-webhook-sender.ts';

const inner = [
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fc00::1',
  'fe80::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  'nonsense',
];

describe('where webhooks may go (rule E7)', () => {
  it.each(inner)('is not %s', (address) => {
    expect(isReachable(address, 'public')).toBe(false);
  });

  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111'])('is %s', (address) => {
    expect(isReachable(address, 'public')).toBe(true);
  });

  it('is this machine, and nothing else inside, where that is allowed', () => {
    const allowed = inner.filter((address) => isReachable(address, 'loopback'));
    expect(allowed).toEqual(['127.0.0.1', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1']);
  });

  it('is refused by address, by scheme and with credentials, before anything is sent', () => {
    const { refuse } = httpWebhookSender('public', { nowMs: () => 0 });
    expect(refuse('https://example.com/hook')).toBeNull();
    expect(refuse('http://example.com/hook')).toMatch(/https/);
    expect(refuse('https://169.254.169.254/latest')).toMatch(/private/);
    expect(refuse('https://[::1]/')).toMatch(/private/);
    expect(refuse('https://2130706433/')).toMatch(/private/);
    expect(refuse('https://me:secret@example.com/')).toMatch(/password/);
    expect(refuse('ftp://example.com')).toMatch(/https/);
    expect(refuse('nowhere')).toMatch(/URL/);
  });

  it('follows the name to its address: a public name that leads inside is refused', async () => {
    const sender = httpWebhookSender('public', { nowMs: () => 0 });
    const message = { url: 'https://localhost/', messageId: 'm', body: '{}', secrets: [] };
    await expect(sender.send(message)).rejects.toThrow('leads into a private network');
  });
});
