import { retryDelayMs } from '@purser/domain/notification/retry-delay';
import { accepted } from '@purser/domain/outcome';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { System } from '../../../ports/system.ts';
import { type CommandDefinition, type CommandDeps, runCommand } from '../../command/run-command.ts';
import { stripeContext } from '../stripe-context.ts';
import type { ApplyEnd, DecideEnd, LoadEnd, RequestKind } from './request-kind.ts';

export type AskDeps = CommandDeps & {
  readonly gateway: StripeGateway;
  /** Stripe forgets keys, and calls are repeated, in real time, whatever the project's clock says. */
  readonly system: Pick<System, 'nowMs'>;
  readonly kinds: Readonly<Partial<Record<StripeRequestRecord['kind'], RequestKind>>>;
};

/** Stripe keeps an idempotency key for a day; an hour is left for clocks that differ (rule X3). */
const keyLifeMs = 23 * 3_600_000;
/** Whoever asks has the request for itself so long: longer than a call with its retries can take. */
const claimMs = 90_000;
const retryTerms = { firstMs: 5_000, factor: 3, mostMs: 900_000 };

/**
 * Asks Stripe for what a pending request wants, and ends it when Stripe has decided. A crash between any two
 * steps leaves it pending; whoever asks next looks first whether the work was done (rules X2 and X3).
 * Answers the request as it stands afterwards.
 */
export async function askRequest(
  deps: AskDeps,
  scope: ProjectScope,
  id: string,
): Promise<StripeRequestRecord | null> {
  const claim = await claimRequest(deps, scope, id);
  if (claim === null || !claim.isMine) return claim?.request ?? null;
  const { request, wasSent } = claim;
  const kind = deps.kinds[request.kind];
  if (kind === undefined) throw new Error(`Nothing asks Stripe for a ${request.kind}.`);
  const asked = await kind.ask(deps.gateway, request, wasSent);
  if (typeof asked !== 'function') return noteSilence(deps, scope, request, asked.why);
  const outcome = await runCommand(deps, endRequest, {
    ctx: stripeContext(scope, `${request.kind}:${id}`),
    input: { id, load: asked },
    meta: { reason: request.reason },
  });
  return outcome.ok ? outcome.value : null;
}

type Claim = {
  readonly request: StripeRequestRecord;
  /** Nobody else is asking, and it has not ended. */
  readonly isMine: boolean;
  /** An earlier call may have done the work. */
  readonly wasSent: boolean;
};

/** Takes a pending request for one caller, and writes the attempt that is about to be sent. */
function claimRequest(
  { unitOfWork, system }: AskDeps,
  scope: ProjectScope,
  id: string,
): Promise<Claim | null> {
  return unitOfWork.run<Claim | null>(scope, async (stores) => {
    const request = await stores.stripe.lockRequest(id);
    if (request === null) return { commit: false, value: null };
    const nowMs = system.nowMs();
    const isMine = request.status === 'pending' && (request.claimedUntil?.getTime() ?? 0) <= nowMs;
    if (!isMine) return { commit: false, value: { request, isMine, wasSent: false } };
    // If this caller dies, its claim runs out and the job asks.
    const until = new Date(nowMs + claimMs);
    const claimed = { ...attemptAt(request, nowMs), claimedUntil: until, nextCallAt: until };
    await stores.stripe.saveRequest(claimed);
    return { commit: true, value: { request: claimed, isMine, wasSent: request.sentAt !== null } };
  });
}

/** The attempt that goes on, or a new one when Stripe may have forgotten the old one's key. */
function attemptAt(request: StripeRequestRecord, nowMs: number): StripeRequestRecord {
  const { sentAt, attempt, id } = request;
  if (sentAt === null) return { ...request, sentAt: new Date(nowMs) };
  if (nowMs - sentAt.getTime() < keyLifeMs) return request;
  return {
    ...request,
    attempt: attempt + 1,
    idempotencyKey: `${id}:${attempt + 1}`,
    sentAt: new Date(nowMs),
  };
}

/** Nothing was decided: the request stays pending and is asked again later, never undone on a guess. */
function noteSilence(
  { unitOfWork, system }: AskDeps,
  scope: ProjectScope,
  { id }: StripeRequestRecord,
  why: string,
): Promise<StripeRequestRecord | null> {
  return unitOfWork.run(scope, async (stores) => {
    const request = await stores.stripe.lockRequest(id);
    if (request?.status !== 'pending') return { commit: false, value: request };
    const calls = request.calls + 1;
    const delayMs = Math.round(retryDelayMs(retryTerms, calls, id));
    const nowMs = system.nowMs();
    const noted = {
      ...request,
      calls,
      error: `Stripe gave no answer: ${why}`,
      nextCallAt: new Date(nowMs + delayMs),
      claimedUntil: null,
      updatedAt: new Date(nowMs),
    };
    await stores.stripe.saveRequest(noted);
    return { commit: true, value: noted };
  });
}

type EndInput = { readonly id: string; readonly load: LoadEnd };
type EndState = { readonly request: StripeRequestRecord | null; readonly decide: DecideEnd | null };
type EndChange = { readonly request: StripeRequestRecord; readonly apply: ApplyEnd } | null;

/** Writes what Stripe decided, once: whoever comes second finds the request ended (rule X2). */
const endRequest: CommandDefinition<EndInput, EndState, EndChange, StripeRequestRecord | null> = {
  operation: 'end-stripe-request',
  load: async (stores, { id, load }, moment) => {
    const request = await stores.stripe.lockRequest(id);
    const isOpen = request?.status === 'pending';
    return { request, decide: isOpen ? await load(stores, request, moment) : null };
  },
  decide: ({ request, decide }, { id }, moment) => {
    if (request === null || decide === null) return accepted(unchangedEnd(id, request));
    const {
      request: ended,
      change: apply,
      changes,
      affects,
      alerts = [],
    } = decide(request, moment);
    return accepted({
      change: { request: ended, apply },
      preview: ended,
      changes,
      audit: {
        targetType: 'stripe_request',
        targetId: id,
        before: { status: request.status },
        after: {
          kind: ended.kind,
          status: ended.status,
          stripeId: ended.stripeId,
          stripeStatus: ended.stripeStatus,
          error: ended.error,
        },
      },
      affects,
      alerts,
    });
  },
  apply: async (stores, change, moment) => {
    if (change === null) return undefined;
    await change.apply(stores, moment);
    await stores.stripe.saveRequest({ ...change.request, claimedUntil: null });
    return undefined;
  },
};

function unchangedEnd(id: string, request: StripeRequestRecord | null) {
  return {
    change: null,
    preview: request,
    changes: [],
    audit: { targetType: 'stripe_request', targetId: id, before: null, after: null },
    affects: 'nobody' as const,
    unchanged: true,
  };
}
