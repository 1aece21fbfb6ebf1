import { retryDelayMs } from '@purser/domain/notification/retry-delay';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { AlertLog } from '../../ports/alert-log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeliveryQueue, DueDelivery } from '../../ports/delivery-queue.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Mailer, SecretBox, WebhookSender } from '../../ports/senders.ts';
import { messageOf } from '../job/in-each-scope.ts';

export type DeliverDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly alerts: AlertLog;
  readonly deliveries: DeliveryQueue;
  readonly mailer: Mailer;
  readonly webhooks: WebhookSender;
  readonly secrets: SecretBox;
  /** Who is told by mail. */
  readonly mailTo: readonly string[];
};

/** Deliveries of one project in one run; each may wait ten seconds for its receiver, all at the same time. */
const deliveriesMax = 50;
/** Longer than any attempt takes: a worker that died with a delivery loses it after this. */
const leaseMs = 60_000;

/** Ten attempts: after 10 s, 30 s, 90 s, … the last about eight hours after the first. */
const attemptsMax = 10;
const answerCharactersMax = 500;

const retryTerms = { firstMs: 10_000, factor: 3, mostMs: 4 * 3_600_000 };

/** Said when a receiver is given up; deliveries of this kind that die say nothing, or it would never end. */
const webhookFailing = 'webhook_failing';

/**
 * Hands alerts to their receivers and delivers what is due, at least once each and with the same id every
 * time (rules E6 and E8). Answers how many were delivered.
 */
export async function deliver(deps: DeliverDeps, scope: ProjectScope): Promise<number> {
  await deps.deliveries.fanOut(scope, deps.mailTo);
  const due = await deps.deliveries.claim(scope, { limit: deliveriesMax, leaseMs });
  const done = await Promise.all(due.map((delivery) => attempt(deps, scope, delivery)));
  return done.filter(Boolean).length;
}

async function attempt(
  deps: DeliverDeps,
  scope: ProjectScope,
  delivery: DueDelivery,
): Promise<boolean> {
  let answer: string;
  try {
    answer = await send(deps, scope, delivery);
  } catch (error) {
    await putOff(deps, scope, delivery, messageOf(error));
    return false;
  }
  await deps.deliveries.delivered(scope, delivery.id, answer.slice(0, answerCharactersMax));
  return true;
}

async function send(
  deps: DeliverDeps,
  scope: ProjectScope,
  delivery: DueDelivery,
): Promise<string> {
  if (delivery.channel === 'mail') return sendMail(deps, scope, delivery);
  const { url, format, eventId } = delivery;
  if (url === null) throw new Error('The endpoint was removed.');
  const secrets = format === 'signed' ? openSecrets(deps, delivery) : [];
  const body = format === 'slack' ? slackBody(scope, delivery) : signedBody(scope, delivery);
  return deps.webhooks.send({ url, messageId: `msg_${eventId}`, body, secrets });
}

function sendMail(
  { mailer }: DeliverDeps,
  scope: ProjectScope,
  { target, title, severity, kind, payload, eventId }: DueDelivery,
): Promise<string> {
  const project = `${scope.tenantSlug}/${scope.projectSlug}`;
  return mailer.send({
    to: target,
    subject: `[Purser ${project}] ${title}`,
    text: `${title}\n\nProject: ${project}\nSeverity: ${severity}\nKind: ${kind}\n\n${JSON.stringify(payload, null, 2)}\n`,
    messageId: `<${eventId}@purser>`,
  });
}

/** The endpoint's secret and, for a day after it was replaced, the one before. */
function openSecrets(
  { secrets }: DeliverDeps,
  { secretSealed, previousSecretSealed }: DueDelivery,
): readonly string[] {
  const open = (sealed: Uint8Array | null) => (sealed === null ? null : secrets.open(sealed));
  const secret = open(secretSealed);
  if (secret === null) {
    throw new Error(
      'The secret cannot be opened: PURSER_SECRET has changed. Replace the secret of the endpoint.',
    );
  }
  const previous = open(previousSecretSealed);
  return previous === null ? [secret] : [secret, previous];
}

/** The shape that Standard Webhooks recommends. */
function signedBody(scope: ProjectScope, delivery: DueDelivery): string {
  const { kind, raisedAt, eventId, severity, title, payload } = delivery;
  const place = { tenant: scope.tenantSlug, project: scope.projectSlug };
  const data = { id: eventId, ...place, severity, title, ...{ details: payload } };
  return JSON.stringify({ type: kind, timestamp: raisedAt.toISOString(), data });
}

function slackBody(scope: ProjectScope, { severity, title }: DueDelivery): string {
  const text = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return JSON.stringify({
    text: `*${scope.tenantSlug}/${scope.projectSlug}* (${severity}) ${text}`,
  });
}

async function putOff(
  { deliveries, alerts, clock, ids }: DeliverDeps,
  scope: ProjectScope,
  { id, attempt: number, url, target, kind, channel }: DueDelivery,
  error: string,
): Promise<void> {
  const isLast = number >= attemptsMax;
  const delayMs = isLast ? null : retryDelayMs(retryTerms, number, id);
  await deliveries.failed(scope, id, { error, delayMs });
  if (!isLast || kind === webhookFailing) return;
  const nowMs = await clock.nowMs(scope);
  const day = new Date(nowMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
  await alerts.raise(scope, [
    {
      id: ids.uuid7(nowMs),
      kind: webhookFailing,
      severity: 'warning',
      dedupeKey: `${webhookFailing}:${target}:${day}`,
      title: `${url ?? target} took no alert in ${attemptsMax} attempts: ${error}`,
      payload: { deliveryId: id, channel, target, error },
      createdAtMs: nowMs,
    },
  ]);
}
