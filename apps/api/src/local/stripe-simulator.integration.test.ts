import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkout } from './checkout.ts';
import { simulatorKey } from './stripe-simulator.ts';
import { type Ground, newGround, type StartedServer } from './testing/started-server.ts';

/** Where the server notes that its simulator is. */
function stripeUrlOf({ dataDir }: Ground, { process: child }: StartedServer): string | null {
  return JSON.parse(readFileSync(join(dataDir, `running/${child.pid}.json`), 'utf8')).stripeUrl;
}

const customerAnswer = z.looseObject({ id: z.string().optional(), name: z.string().nullish() });

async function ask(url: string, path: string, fields?: Record<string, string>) {
  const answer = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${simulatorKey}` },
    ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
  });
  return { status: answer.status, body: customerAnswer.parse(await answer.json()) };
}

async function purser({ dataDir }: Ground, args: readonly string[]) {
  const program = join(checkout, 'apps/api/src/cli/main.ts');
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PURSER_DATA_DIR: dataDir },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, code };
}

describe('the simulator of Stripe', { timeout: 180_000 }, () => {
  it('comes with a start that has no key, says where it is, and keeps what happened over a restart', async () => {
    await using ground = newGround();
    const first = await ground.start({ isQuiet: false });
    const url = stripeUrlOf(ground, first) ?? '';
    await expect.poll(() => first.output()).toContain(`${url} – a simulator`);
    const made = await ask(url, '/v1/customers', { name: 'Ada' });
    expect(made.status).toBe(200);
    await first.end('SIGTERM');
    const second = await ground.start();
    const again = await ask(stripeUrlOf(ground, second) ?? '', `/v1/customers/${made.body.id}`);
    expect(again).toMatchObject({ status: 200, body: { name: 'Ada' } });
  });

  it('is asked by the command line, and a payment there comes in by its webhook', async () => {
    await using ground = newGround();
    const server = await ground.start();
    const url = stripeUrlOf(ground, server) ?? '';
    const status = await purser(ground, ['stripe', 'status']);
    expect(status).toMatchObject({ code: 0, out: expect.stringContaining(`simulator, ${url}`) });
    await ask(url, '/v1/payment_intents', {
      amount: '3000',
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: 'true',
      'automatic_payment_methods[enabled]': 'true',
      'automatic_payment_methods[allow_redirects]': 'never',
      'metadata[user_id]': 'ada',
      'metadata[purpose]': 'wallet_topup',
    });
    const lastEvent = async () => (await purser(ground, ['stripe', 'status'])).out;
    await expect.poll(lastEvent, { timeout: 60_000 }).toMatch(/Last event +\d{4}-/);
    expect(await purser(ground, ['stripe', 'reconcile'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 requests: 0 applied'),
    });
    expect(await purser(ground, ['stripe', 'drift'])).toMatchObject({
      code: 0,
      out: '0 subscriptions and 1 payments agree with Stripe.\n',
    });
  });

  it('is not there for a server that others may reach', async () => {
    await using ground = newGround();
    const env = {
      PUBLIC_URL: 'https://purser.example',
      PURSER_ALLOW_DEMO: '1',
      PURSER_SECRET: 'a-secret-that-is-long-enough-for-a-root-key',
    };
    expect(stripeUrlOf(ground, await ground.start({ env }))).toBeNull();
  });
});
