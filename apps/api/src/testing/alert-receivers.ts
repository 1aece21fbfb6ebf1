import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { openNotifications } from '../composition/open-notifications.ts';
import { deliver } from '../use-cases/notification/deliver.ts';
import type { AdminWorld } from './admin-world.ts';
import { eventConfig } from './event-config.ts';
import { done } from './subscription-world.ts';

/** One alert as it reached both receivers. */
export type ToldAlert = {
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
};

type Closing = (() => Promise<unknown>)[];

const admin = 'ann@example.test';

/** A mail server and a receiver of signed webhooks on this machine, and a world's alerts on their way to both. */
export async function openAlertReceivers(world: AdminWorld) {
  const closing: Closing = [];
  const mails: string[] = [];
  const hooks: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const mailPort = await openMailServer(mails, closing);
  const url = await openHook(hooks, closing);
  const { clock, ids } = world.deps;
  const notifications = {
    ...eventConfig.notifications,
    smtpUrl: `smtp://127.0.0.1:${mailPort}`,
    adminEmails: [admin],
  };
  const config = { ...eventConfig, notifications };
  const deps = openNotifications({ config, pool: world.pool, clock, ids, log: () => {} });
  const endpoint = { url, format: 'signed' as const, kinds: [] };
  const { secret } = done(
    await world.useCases.notification.createEndpoint(world.ctx, endpoint, {}),
  );
  const verifier = new Webhook(secret ?? '');
  return {
    /** What came since it was last asked, by webhook and by mail alike, in the order in which it was raised. */
    told: async (): Promise<readonly ToldAlert[]> => {
      await deliver(deps, world.ctx.scope);
      const titles = mails.splice(0).map(subjectOf);
      const alerts = hooks.splice(0).map(({ headers, body }) => {
        verifier.verify(body, headers as Record<string, string>);
        const { type, data } = JSON.parse(body);
        return { id: data.id, kind: type, severity: data.severity, title: data.title };
      });
      if (
        titles.toSorted().join('\n') !==
        alerts
          .map(({ title }) => title)
          .toSorted()
          .join('\n')
      ) {
        throw new Error(`Mails and webhooks differ: ${JSON.stringify({ titles, alerts })}`);
      }
      const raised = alerts.toSorted((one, other) => (one.id < other.id ? -1 : 1));
      return raised.map(({ id: _id, ...alert }) => alert);
    },
    close: async () => {
      for (const close of closing) await close();
    },
  };
}

export type AlertReceivers = Awaited<ReturnType<typeof openAlertReceivers>>;

async function openMailServer(mails: string[], closing: Closing): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      text(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  closing.push(() => new Promise((resolve) => server.close(() => resolve(null))));
  return new Promise((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () =>
      resolve((listening.address() as AddressInfo).port),
    );
  });
}

async function openHook(
  hooks: { readonly headers: IncomingHttpHeaders; readonly body: string }[],
  closing: Closing,
): Promise<string> {
  const server = createServer(async (request, response) => {
    hooks.push({ headers: request.headers, body: await text(request) });
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

/** A long subject is folded over several lines. */
function subjectOf(mail: string): string {
  const unfolded = mail.replaceAll(/\r\n[ \t]/g, ' ');
  return /^Subject: \[Purser home\/demo\] (.*)$/m.exec(unfolded)?.[1] ?? unfolded;
}
