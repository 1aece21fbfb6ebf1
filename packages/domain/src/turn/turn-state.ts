export const turnStates = ['admitted', 'settled', 'released', 'expired'] as const;

export type TurnState = (typeof turnStates)[number];

/** `none`: no such turn, or its admission was denied. */
export type KnownState = TurnState | 'none';

export type TurnOperationName = 'admit' | 'heartbeat' | 'settle' | 'release';

export type TurnStepRejection =
  | 'unknown_turn'
  | 'turn_closed'
  | 'turn_expired'
  | 'content_mismatch';

/**
 * What an operation does to a turn. `repeat` answers what was answered before, if the content is the
 * same (`always`: whatever it is); `renew` also extends the holds.
 */
export type TurnStep =
  | { readonly step: 'decide' }
  | { readonly step: 'renew'; readonly ifSame: 'request' | 'always' }
  | { readonly step: 'repeat'; readonly ifSame: 'content' | 'always' }
  | { readonly step: 'move'; readonly to: TurnState; readonly flag?: 'settled_after_release' }
  | { readonly step: 'reject'; readonly code: TurnStepRejection };

const unknown: TurnStep = { step: 'reject', code: 'unknown_turn' };
const closed: TurnStep = { step: 'reject', code: 'turn_closed' };

/** The life of a turn, whole (rule T8): now × operation → what happens. */
export const turnSteps: Readonly<
  Record<KnownState, Readonly<Record<TurnOperationName, TurnStep>>>
> = {
  none: { admit: { step: 'decide' }, heartbeat: unknown, settle: unknown, release: unknown },
  admitted: {
    admit: { step: 'renew', ifSame: 'request' },
    heartbeat: { step: 'renew', ifSame: 'always' },
    settle: { step: 'move', to: 'settled' },
    release: { step: 'move', to: 'released' },
  },
  settled: {
    admit: closed,
    heartbeat: closed,
    settle: { step: 'repeat', ifSame: 'content' },
    release: closed,
  },
  released: {
    admit: closed,
    heartbeat: closed,
    settle: { step: 'move', to: 'settled', flag: 'settled_after_release' },
    release: { step: 'repeat', ifSame: 'always' },
  },
  expired: {
    admit: closed,
    heartbeat: { step: 'reject', code: 'turn_expired' },
    settle: { step: 'move', to: 'settled' },
    release: { step: 'move', to: 'released' },
  },
};

/**
 * The step with its condition decided: `same` says whether the operation's content equals the stored
 * one (of the admission for admit, of the settlement for settle).
 */
export function turnStep(
  state: KnownState,
  operation: TurnOperationName,
  { same }: { readonly same: boolean },
): TurnStep {
  const step = turnSteps[state][operation];
  const conditional = step.step === 'renew' || step.step === 'repeat';
  return conditional && step.ifSame !== 'always' && !same
    ? { step: 'reject', code: 'content_mismatch' }
    : step;
}
