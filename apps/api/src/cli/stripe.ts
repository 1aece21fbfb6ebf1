import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { openDataDirectory } from '../local/data-directory.ts';
import { resolveSecret } from '../local/secret-file.ts';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { print, silently } from './output.ts';

export const command: Command = {
  usage: 'webhook-secret',
  details: `
  Prints nothing but the secret that webhooks of Stripe are signed with here: the first of
  STRIPE_WEBHOOK_SECRET, else, on this machine alone, the one made from PURSER_SECRET.`,
  run: async ([verb, ...rest]) => {
    if (verb !== 'webhook-secret' || rest.length > 0) throw new UsageError('Say webhook-secret.');
    const config = readConfig(environment());
    const secret = resolveSecret(config, openDataDirectory(config, silently));
    const { stripeWebhookSecrets } = await import('../composition/stripe-secrets.ts');
    const [first] = stripeWebhookSecrets({ ...config, secret });
    if (first === undefined) {
      throw new CliError(
        'Webhooks are refused here: set STRIPE_WEBHOOK_SECRET to the secret that Stripe shows.',
      );
    }
    print(first);
  },
};
