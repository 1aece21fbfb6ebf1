import { randomUUID } from 'node:crypto';
import type { AdmitAnswer, TurnOutcome } from '@purser/schema/contract/turn';
import { createLotExpiry } from '../../src/adapters/postgres/lot-expiry.ts';
import { type AdminWorld, worldNow } from '../../src/testing/admin-world.ts';
import { done } from '../../src/testing/subscription-world.ts';
import { renewDueSubscriptions } from '../../src/use-cases/subscription/renew-due-subscriptions.ts';
import { sweepDuePeriods } from '../../src/use-cases/subscription/sweep-due-periods.ts';
import { reapProject } from '../../src/use-cases/turn/reap-turns.ts';
import { expireLots } from '../../src/use-cases/wallet/expire-lots.ts';
import { type Asked, aboutLimits, type Said } from './model-turns.ts';
import { limitLine, moneyLines } from './said-lines.ts';
import type { Step } from './steps.ts';
import type { Drawn } from './take-by-model.ts';

/** What a step was answered, and the ids that were drawn for it. */
export type Taken = { readonly said: Said; readonly drawn: Drawn };

/** The product over PostgreSQL and counters, on a clock that the steps move. */
export class RealWorld {
  readonly world: AdminWorld;
  readonly #forget: () => Promise<void>;
  #nowMs = worldNow.getTime();

  constructor(world: AdminWorld, forget: () => Promise<void>) {
    this.world = world;
    this.#forget = forget;
  }

  /** Plans that are small enough for limits to bind and money to run out. */
  async begin(): Promise<void> {
    const { useCases, ctx } = this.world;
    const plans = [
      { planId: 'tight', monthlyPriceMicroUsd: 0n, walletBeyondLimits: false },
      { planId: 'pro', monthlyPriceMicroUsd: 300_000n },
      { planId: 'max', monthlyPriceMicroUsd: 900_000n },
    ];
    for (const plan of plans) done(await useCases.plan.upsert(ctx, plan, {}));
    const open = {
      requestsPerDay: null,
      requestsPerMonth: null,
      tokensPerHour: null,
      tokensPerMonth: null,
    };
    for (const planId of ['free', 'tight', 'pro', 'max']) {
      const limits = { ...open, maxConcurrent: 3n, tokensPerDay: 30_000n };
      done(await useCases.quota.setPolicy(ctx, { planId, bundleId: '*', limits }, {}));
    }
  }

  async check(asked: Asked): Promise<Said> {
    return aboutLimits(saidOf(await this.world.useCases.turn.check(this.world.ctx, turnOf(asked))));
  }

  async take(step: Step, costMicroUsd: bigint): Promise<Taken> {
    switch (step.do) {
      case 'credit':
        return this.#credit(step);
      case 'grant':
        return this.#grant(step);
      default:
        return { said: await this.#turnOrJob(step, costMicroUsd), drawn: { id: null } };
    }
  }

  async #turnOrJob(step: Step, costMicroUsd: bigint): Promise<Said> {
    const { useCases, ctx, deps, pool } = this.world;
    switch (step.do) {
      case 'admit':
        return saidOf(await useCases.turn.admit(ctx, turnOf(step)));
      case 'settle': {
        const outcome = await useCases.turn.settle(ctx, { turnId: step.turnId, costMicroUsd });
        if (!outcome.ok) return { rejected: outcome.rejection.code };
        const { tokensCharged, absorbed } = outcome.value;
        return { tokensCharged, absorbed: absorbed[0]?.reason ?? null };
      }
      case 'release':
      case 'heartbeat': {
        const outcome = await useCases.turn[step.do](ctx, { turnId: step.turnId });
        return outcome.ok ? { ok: true } : { rejected: outcome.rejection.code };
      }
      case 'renewDue':
        return job(await renewDueSubscriptions(deps, ctx.scope));
      case 'sweepJob':
        return job(await sweepDuePeriods(deps, ctx.scope));
      case 'reap':
        await reapProject(deps, ctx.scope);
        return { ok: true };
      case 'expireLots':
        await expireLots({ clock: deps.clock, lots: createLotExpiry(pool) }, ctx.scope);
        return { ok: true };
      case 'forget':
        await this.#forget();
        return { ok: true };
      case 'wait':
        this.#nowMs += step.minutes * 60_000;
        await this.world.setNow(new Date(this.#nowMs));
        return { ok: true };
      default:
        return commandSaid(await this.#command(step));
    }
  }

  async #command(step: Step): Promise<{ ok: true } | { ok: false; rejection: { code: string } }> {
    const { useCases, ctx } = this.world;
    const { subscription } = useCases;
    switch (step.do) {
      case 'revoke': {
        const { userId, bundleId, mode } = step;
        const revoked = mode === 'add' ? { userId, bundleId, mode } : { userId, mode };
        return useCases.grant.revoke(ctx, revoked, {});
      }
      case 'policy': {
        const { planId, bundleId, limit, unlimited } = step;
        const limits = { [limit.field]: unlimited ? null : limit.value };
        return useCases.quota.setPolicy(ctx, { planId, bundleId, limits }, {});
      }
      case 'topUpProject': {
        const meta = { idempotencyKey: step.key };
        return useCases.budget.topUpProject(ctx, { amountMicroUsd: step.amount }, meta);
      }
      case 'projectOverdraft':
        return useCases.budget.setProjectOverdraft(ctx, { overdraftMicroUsd: step.overdraft }, {});
      case 'create':
        return subscription.create(ctx, step, {});
      case 'renewEarly': {
        const view = await subscription.get(ctx, step);
        return subscription.renew(ctx, { userId: step.userId, periodKey: view?.period?.key }, {});
      }
      case 'cancel':
        return subscription.cancel(ctx, { userId: step.userId, atPeriodEnd: step.atEnd }, {});
      case 'resume':
        return subscription.resume(ctx, step, {});
      case 'changePlan':
        return subscription.changePlan(ctx, step, {});
      case 'topUpPeriod': {
        const { userId, amount, force, key } = step;
        return subscription.topUp(
          ctx,
          { userId, amountMicroUsd: amount, force },
          { idempotencyKey: key },
        );
      }
      case 'setOverdraft':
        return subscription.setOverdraft(
          ctx,
          { userId: step.userId, overdraftMicroUsd: step.overdraft },
          {},
        );
      case 'sweep':
        return subscription.sweep(ctx, { limit: 100 }, {});
      default:
        throw new Error(`Nobody knows ${step.do}.`);
    }
  }

  async #credit(step: Extract<Step, { do: 'credit' }>): Promise<Taken> {
    const { useCases, ctx, pool } = this.world;
    const { userId, amount, days, purchaseId } = step;
    const input = {
      userId,
      amountMicroUsd: amount,
      source: 'operator' as const,
      expiresInDays: days,
    };
    const purchase = purchaseId === null ? {} : { purchaseId };
    const outcome = await useCases.wallet.addCredits(
      ctx,
      { ...input, ...purchase },
      { idempotencyKey: randomUUID() },
    );
    const newest = `SELECT id FROM account WHERE kind = 'wallet' AND id <> ALL ($1::uuid[])`;
    const { rows } = await pool.query<{ id: string }>(newest, [[...this.#lots]]);
    const [lot] = rows;
    if (lot !== undefined) this.#lots.add(lot.id);
    return { said: commandSaid(outcome), drawn: { id: lot?.id ?? null } };
  }

  readonly #lots = new Set<string>();

  async #grant(step: Extract<Step, { do: 'grant' }>): Promise<Taken> {
    const { useCases, ctx } = this.world;
    const { userId, bundleId, mode, days, limit } = step;
    const limits = { [limit.field]: limit.value };
    const input = {
      userId,
      bundleId,
      mode,
      limits,
      source: 'operator' as const,
      expiresInDays: days,
    };
    const outcome = await useCases.grant.create(ctx, input, {});
    return { said: commandSaid(outcome), drawn: { id: outcome.ok ? outcome.value.id : null } };
  }
}

function turnOf({ turnId, userId, bundleId, tokens }: Asked) {
  return { turnId, userId, estimateTokens: tokens, ...(bundleId === '*' ? {} : { bundleId }) };
}

function saidOf(outcome: TurnOutcome<AdmitAnswer>): Said {
  if (!outcome.ok) return { rejected: outcome.rejection.code };
  const { decision, planId, planSource, grantIds, limits, holds, denials } = outcome.value;
  if (outcome.replayed === true) return { decision };
  const facts = {
    decision,
    planId,
    planSource,
    grantIds: [...grantIds].sort(),
    limits: limits.map(limitLine),
  };
  if (decision === 'admitted')
    return { ...facts, tokens: holds?.tokens, money: moneyLines(holds?.money ?? []) };
  return { ...facts, reasons: [...new Set(denials.map(({ reason }) => reason))] };
}

function commandSaid(outcome: { ok: true } | { ok: false; rejection: { code: string } }): Said {
  return outcome.ok ? { ok: true } : { rejected: outcome.rejection.code };
}

function job(report: { readonly failed: number; readonly error: string | null }): Said {
  return report.failed === 0 ? { ok: true } : { failed: report.error };
}
