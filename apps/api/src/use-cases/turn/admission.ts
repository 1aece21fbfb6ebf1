import { hash } from 'node:crypto';
import { everyBundle } from '@purser/domain/plan/plan';
import type { ScopedWindow } from '@purser/domain/quota/counter-types';
import { minuteOf } from '@purser/domain/quota/window';
import type { WindowClock } from '@purser/domain/quota/window-span';
import { admissionContent } from '@purser/domain/turn/admission-content';
import { countedWindows } from '@purser/domain/turn/limit-checks';
import {
  type AdmissionRequest,
  type PreparedAdmission,
  prepareAdmission,
} from '@purser/domain/turn/prepare-admission';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { AdmitTurn, TurnRejection } from '@purser/schema/contract/turn';
import type { UserFacts } from '../../ports/rules-source.ts';
import type { TurnDeps } from './turn-deps.ts';

export type Prepared = {
  readonly admission: PreparedAdmission;
  readonly user: UserFacts;
  /** Every window the turn will be counted in, finite or not; asked for only when counters are loaded. */
  readonly counted: () => readonly ScopedWindow[];
};

/** The user of a check that was never seen: nothing used, nothing owned. */
export const unseenUser: UserFacts = {
  id: 0n,
  role: 'registered',
  suspended: false,
  anchorMinute: null,
  resetMinute: null,
  grants: [],
  subscription: null,
};

/** Loads what an admission reads and turns it into the questions for counters and ledger. */
export async function prepare(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  at: { readonly apply: boolean; readonly user: UserFacts; readonly nowMs: number },
): Promise<{ ok: true; value: Prepared } | { ok: false; rejection: TurnRejection }> {
  const { apply, user, nowMs } = at;
  const { rules } = await deps.rules.rules(ctx.scope);
  const request = {
    turnId: input.turnId,
    userId: user.id.toString(),
    bundleId: input.bundleId ?? everyBundle,
    estimate: input,
    providers: input.providers ?? [],
  };
  const attemptId = `${askedBy(request)}:${deps.ids.uuid7(nowMs)}`;
  const prepared = prepareAdmission({ nowMs, attemptId, request, user, rules, apply });
  if (!prepared.ok) {
    return {
      ok: false,
      rejection: {
        code: 'invalid_value',
        field: 'providers',
        message: 'This project requires every turn to name its providers in `providers`.',
      },
    };
  }
  const counted = () => countedWindows(prepared.value.plan.policies, windowClock(user, nowMs));
  return { ok: true, value: { admission: prepared.value, user, counted } };
}

/** Tells what two attempts at one turn ask for apart: whatever decides what the counters hold for it. */
function askedBy(request: AdmissionRequest): string {
  const asked = JSON.stringify([admissionContent(request), request.providers]);
  return hash('sha256', asked, 'base64url').slice(0, 12);
}

/** Where a user's windows stand at an instant. */
export function windowClock(user: UserFacts, nowMs: number): WindowClock {
  return {
    nowMinute: minuteOf(nowMs),
    anchorMinute: user.anchorMinute,
    resetMinute: user.resetMinute,
  };
}
