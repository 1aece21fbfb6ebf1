import { tokensToMicroUsdCeil } from '@purser/domain/money/tokens';
import * as commands from './model-commands.ts';
import { settleByModel } from './model-settlement.ts';
import type { ModelState } from './model-state.ts';
import * as subscriptions from './model-subscriptions.ts';
import * as turns from './model-turns.ts';
import type { Step } from './steps.ts';

/** What the model cannot know and takes over from the real one: the ids that were drawn. */
export type Drawn = { readonly id: string | null };

const done: turns.Said = { ok: true };

/** The cost of a settlement: a share of what the turn's estimate stands for, and a little. */
export function costOf(
  state: ModelState,
  { turnId, of, plus }: Extract<Step, { do: 'settle' }>,
): bigint {
  const estimate = state.turns.get(turnId)?.estimateTokens ?? 100n;
  return (
    (tokensToMicroUsdCeil(estimate, state.rules.settings.referencePricePicoUsd) * of) / 100n + plus
  );
}

/** Does to the model what a step does, and answers what must be answered. */
export function takeByModel(state: ModelState, step: Step, drawn: Drawn): turns.Said {
  switch (step.do) {
    case 'admit':
      return turns.admitByModel(state, step);
    case 'settle':
      return settleByModel(state, step.turnId, costOf(state, step));
    case 'release':
      return turns.releaseByModel(state, step.turnId);
    case 'heartbeat':
      return turns.heartbeatByModel(state, step.turnId);
    case 'credit': {
      const { said, opens } = commands.creditByModel(state, step);
      const expiresAtMs = step.days === null ? null : state.nowMs + step.days * 86_400_000;
      const lot = {
        userId: step.userId,
        createdAtMs: state.nowMs,
        expiresAtMs,
        balance: step.amount,
        held: 0n,
      };
      if (opens) state.lots.push({ lotId: drawn.id ?? 'none', ...lot });
      return said;
    }
    case 'grant': {
      const { limit, ...given } = step;
      if (drawn.id !== null)
        commands.grantByModel(state, { grantId: drawn.id, ...given, ...limit });
      return step.mode === 'add' && limit.value === 0n ? { rejected: 'invalid_value' } : done;
    }
    case 'revoke':
      commands.revokeByModel(state, step.userId, step.mode, step.bundleId);
      return done;
    case 'policy': {
      const { planId, bundleId, limit, unlimited } = step;
      const value = unlimited ? null : limit.value;
      commands.setPolicyByModel(state, { planId, bundleId, field: limit.field, value });
      return done;
    }
    case 'topUpProject':
      return commands.onceByModel(state, `project ${step.key}`, String(step.amount), () =>
        commands.topUpProjectByModel(state, step.amount),
      );
    case 'projectOverdraft':
      return commands.projectOverdraftByModel(state, step.overdraft);
    default:
      return subscribeByModel(state, step);
  }
}

function subscribeByModel(state: ModelState, step: Step): turns.Said {
  switch (step.do) {
    case 'create':
      return subscriptions.createByModel(state, step.userId, step.planId);
    case 'renewDue':
      subscriptions.renewDueByModel(state);
      return done;
    case 'renewEarly':
      return subscriptions.renewByModel(state, step.userId, { early: true });
    case 'cancel':
      return subscriptions.cancelByModel(state, step.userId, step);
    case 'resume':
      return subscriptions.resumeByModel(state, step.userId);
    case 'changePlan':
      return subscriptions.changePlanByModel(state, step.userId, step.planId);
    case 'topUpPeriod': {
      const { userId, amount, force, key } = step;
      return commands.onceByModel(state, `period ${key}`, `${userId} ${amount} ${force}`, () =>
        subscriptions.topUpPeriodByModel(state, userId, { amount, force }),
      );
    }
    case 'setOverdraft':
      return subscriptions.setOverdraftByModel(state, step.userId, step.overdraft);
    case 'sweep':
    case 'sweepJob':
      subscriptions.sweepByModel(state, { job: step.do === 'sweepJob' });
      return done;
    case 'reap':
      turns.reapByModel(state);
      return done;
    case 'expireLots':
      commands.expireLotsByModel(state);
      return done;
    case 'forget':
      for (const turn of state.turns.values()) {
        turn.countedUntilMs = turn.expiresAtMs;
        turn.slotUntilMs = turn.slotExpiresAtMs;
      }
      return done;
    case 'wait':
      state.nowMs += step.minutes * 60_000;
      return done;
    default:
      throw new Error(`The model does not know ${step.do}.`);
  }
}
