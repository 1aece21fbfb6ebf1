import type { Ids } from '../../ports/ids.ts';

const secretBytes = 32;

/** Draws a signing secret as Standard Webhooks writes them: `whsec_` and 256 random bits in base64. */
export function drawWebhookSecret(ids: Ids): string {
  const key = Buffer.from(ids.secret(secretBytes), 'base64url').toString('base64');
  return `whsec_${key}`;
}
