import { percentOf } from './amounts.ts';

export type LimitUse = {
  /** Null = unlimited. */
  readonly allowed: bigint | null;
  readonly used: bigint;
  readonly held: bigint;
};

export type LimitTone = 'calm' | 'near' | 'over' | 'unlimited';

/** Widths in per cent of the track. The end mark leaves 100 only when something lies beyond it. */
export type LimitGeometry = {
  readonly usedWidth: number;
  readonly heldWidth: number;
  readonly overWidth: number;
  readonly endMark: number;
  readonly tone: LimitTone;
};

/** From here on a limit needs attention. */
const nearPercent = 80;
/** Where the end mark stands when a limit is passed, and so how much room over-use gets. */
const endMarkWhenOver = 84;

/** How a limit bar is drawn: used solid, then held, and what lies beyond the limit behind the end mark. */
export function limitGeometry({ allowed, used, held }: LimitUse): LimitGeometry {
  if (allowed === null)
    return { usedWidth: 0, heldWidth: 0, overWidth: 0, endMark: 100, tone: 'unlimited' };
  const over = used + held - allowed;
  if (over > 0n) return overGeometry({ allowed, used, over });
  const usedWidth = percentOf(used, allowed);
  const heldWidth = percentOf(held, allowed);
  const full = allowed === 0n || usedWidth + heldWidth >= 100;
  const tone = full ? 'over' : usedWidth + heldWidth >= nearPercent ? 'near' : 'calm';
  return { usedWidth, heldWidth, overWidth: 0, endMark: 100, tone };
}

function overGeometry({
  allowed,
  used,
  over,
}: {
  allowed: bigint;
  used: bigint;
  over: bigint;
}): LimitGeometry {
  const room = 100 - endMarkWhenOver;
  const usedInside =
    used < allowed ? (percentOf(used, allowed) * endMarkWhenOver) / 100 : endMarkWhenOver;
  return {
    usedWidth: usedInside,
    heldWidth: endMarkWhenOver - usedInside,
    overWidth: Math.max(3, (percentOf(over, allowed) * room) / 100),
    endMark: endMarkWhenOver,
    tone: 'over',
  };
}

/** What is left, never below zero; null = unlimited. */
export function leftOf({ allowed, used, held }: LimitUse): bigint | null {
  if (allowed === null) return null;
  const left = allowed - used - held;
  return left > 0n ? left : 0n;
}
