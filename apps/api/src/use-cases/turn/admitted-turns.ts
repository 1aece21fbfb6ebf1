import type { CounterScope } from '@purser/domain/quota/counter-types';
import { holdTtlMs } from '@purser/domain/turn/prepare-admission';
import type { AdmittedFacts } from '../../ports/turn-lookup.ts';

/** Turns of the last minutes of a busy process; one beyond them is read from PostgreSQL. */
const turnsMax = 20_000;

/**
 * What settlements read of turns that this process admitted. It never changes after the admission, so
 * that no read is needed; whether the turn still is, and in which state, the ledger alone decides.
 */
export class AdmittedTurns {
  readonly #turns = new Map<string, AdmittedFacts>();

  remember(scope: CounterScope, turnId: string, facts: AdmittedFacts): void {
    const key = keyOf(scope, turnId);
    this.#turns.delete(key);
    this.#turns.set(key, facts);
    if (this.#turns.size <= turnsMax) return;
    const oldest = this.#turns.keys().next();
    if (!oldest.done) this.#turns.delete(oldest.value);
  }

  /** The facts, once: a settlement ends the turn. Undefined after the life of a hold. */
  take(scope: CounterScope, turnId: string, nowMs: number): AdmittedFacts | undefined {
    const key = keyOf(scope, turnId);
    const facts = this.#turns.get(key);
    this.#turns.delete(key);
    return facts === undefined || facts.admittedAtMs + holdTtlMs < nowMs ? undefined : facts;
  }
}

function keyOf({ tenantId, projectId }: CounterScope, turnId: string): string {
  return `${tenantId}:${projectId}:${turnId}`;
}
