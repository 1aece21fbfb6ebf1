import { holdTtlMs, slotTtlMs } from '@purser/domain/turn/prepare-admission';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { HeartbeatAnswer, ReleaseAnswer, TurnOutcome } from '@purser/schema/contract/turn';
import type { TurnDeps } from './turn-deps.ts';
import { turnRejection } from './turn-rejection.ts';

/** Extends slot and holds; takes a lost slot back even above the limit (rules T7, T8). */
export async function heartbeatTurn(
  deps: TurnDeps,
  ctx: RequestContext,
  { turnId }: { readonly turnId: string },
): Promise<TurnOutcome<HeartbeatAnswer>> {
  const nowMs = await deps.clock.nowMs(ctx.scope);
  const holdExpiresAtMs = nowMs + holdTtlMs;
  const slotExpiresAtMs = nowMs + slotTtlMs;
  const answer = await deps.ledger.submit(ctx.scope, {
    op: 'heartbeat',
    atMs: nowMs,
    actor: ctx.caller.id,
    turnId,
    expiresAtMs: holdExpiresAtMs,
    slotExpiresAtMs,
  });
  switch (answer.status) {
    case 'beating':
      await deps.counters.assertHold(ctx.scope, {
        turnId,
        userId: answer.userId.toString(),
        scopes: answer.bundleId === null ? ['*'] : ['*', answer.bundleId],
        tokens: Number(answer.heldTokens),
        holdExpiresAtMs,
        slotExpiresAtMs,
        providerHolds: answer.providerHolds,
      });
      return { ok: true, value: { turnId, expiresAt: new Date(holdExpiresAtMs) } };
    case 'unknown_turn':
    case 'turn_closed':
    case 'turn_expired':
      return turnRejection(answer.status);
    default:
      throw new Error(`The ledger answered ${answer.status} to a heartbeat.`);
  }
}

/** Frees everything of a turn that never ran and books nothing (rules T6, T8). */
export async function releaseTurn(
  deps: TurnDeps,
  ctx: RequestContext,
  { turnId }: { readonly turnId: string },
): Promise<TurnOutcome<ReleaseAnswer>> {
  const atMs = await deps.clock.nowMs(ctx.scope);
  const answer = await deps.ledger.submit(ctx.scope, {
    op: 'release',
    atMs,
    actor: ctx.caller.id,
    turnId,
  });
  switch (answer.status) {
    case 'released':
      return { ok: true, replayed: answer.replayed, value: { turnId, state: 'released' } };
    case 'unknown_turn':
    case 'turn_closed':
      return turnRejection(answer.status);
    default:
      throw new Error(`The ledger answered ${answer.status} to a release.`);
  }
}
