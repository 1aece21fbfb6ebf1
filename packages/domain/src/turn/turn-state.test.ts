import { describe, expect, it } from 'vitest';
import { type KnownState, type TurnOperationName, turnStep } from './turn-state.ts';

/** The table of rule T8, in words: what happens to the same, and to other content. */
const table: readonly [KnownState, TurnOperationName, same: string, other: string][] = [
  ['none', 'admit', 'decide', 'decide'],
  ['none', 'heartbeat', 'unknown_turn', 'unknown_turn'],
  ['none', 'settle', 'unknown_turn', 'unknown_turn'],
  ['none', 'release', 'unknown_turn', 'unknown_turn'],
  ['admitted', 'admit', 'renew', 'content_mismatch'],
  ['admitted', 'heartbeat', 'renew', 'renew'],
  ['admitted', 'settle', 'to settled', 'to settled'],
  ['admitted', 'release', 'to released', 'to released'],
  ['settled', 'admit', 'turn_closed', 'turn_closed'],
  ['settled', 'heartbeat', 'turn_closed', 'turn_closed'],
  ['settled', 'settle', 'repeat', 'content_mismatch'],
  ['settled', 'release', 'turn_closed', 'turn_closed'],
  ['released', 'admit', 'turn_closed', 'turn_closed'],
  ['released', 'heartbeat', 'turn_closed', 'turn_closed'],
  ['released', 'settle', 'to settled, settled_after_release', 'to settled, settled_after_release'],
  ['released', 'release', 'repeat', 'repeat'],
  ['expired', 'admit', 'turn_closed', 'turn_closed'],
  ['expired', 'heartbeat', 'turn_expired', 'turn_expired'],
  ['expired', 'settle', 'to settled', 'to settled'],
  ['expired', 'release', 'to released', 'to released'],
];

function inWords(state: KnownState, operation: TurnOperationName, same: boolean): string {
  const step = turnStep(state, operation, { same });
  if (step.step === 'reject') return step.code;
  if (step.step !== 'move') return step.step;
  return step.flag === undefined ? `to ${step.to}` : `to ${step.to}, ${step.flag}`;
}

describe('the life of a turn (rule T8)', () => {
  it.each(table)('%s, %s: %s, with other content %s', (state, operation, same, other) => {
    expect(inWords(state, operation, true)).toBe(same);
    expect(inWords(state, operation, false)).toBe(other);
  });
});
