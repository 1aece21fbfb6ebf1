import type { Pool } from 'pg';
import { createAlertLog } from '../adapters/postgres/alert-log.ts';
import { PostgresDenialLog } from '../adapters/postgres/denial-log.ts';
import { GatheredTurnLedger } from '../adapters/postgres/turn-ledger/gathered-turn-ledger.ts';
import { createTurnLookup } from '../adapters/postgres/turn-lookup.ts';
import type { Clock } from '../ports/clock.ts';
import type { CounterSource } from '../ports/counter-source.ts';
import type { Ids } from '../ports/ids.ts';
import type { TurnLedger } from '../ports/turn-ledger.ts';
import type { TurnLookup } from '../ports/turn-lookup.ts';
import type { RulesCache } from '../use-cases/rules/rules-cache.ts';
import { AdmittedTurns } from '../use-cases/turn/admitted-turns.ts';
import { CounterGate } from '../use-cases/turn/counter-gate.ts';
import { createTurnUseCases } from '../use-cases/turn/create-turn-use-cases.ts';
import type { TurnDeps } from '../use-cases/turn/turn-deps.ts';
import { UnpricedModels } from '../use-cases/turn/unpriced-models.ts';
import { whileHeld } from '../use-cases/turn/while-held.ts';
import type { OpenCounters } from './open-counters.ts';

export type OpenTurns = {
  readonly turns: ReturnType<typeof createTurnUseCases>;
  /** What jobs end turns with. */
  readonly ledger: TurnLedger;
  readonly lookup: TurnLookup;
  /** Waits for what was begun: acknowledged turns are durable, denials written. */
  readonly close: () => Promise<void>;
};

export type TurnParts = {
  readonly pool: Pool;
  /** What counters are rebuilt from. */
  readonly source: CounterSource;
  readonly counting: OpenCounters;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly rules: RulesCache;
  readonly onError: (error: unknown) => void;
};

/** The hot path: counters in front, the gathered ledger behind. */
export function openTurns({
  pool,
  source,
  counting,
  clock,
  ids,
  rules,
  onError,
}: TurnParts): OpenTurns {
  const { counters, role } = counting;
  const ledger = new GatheredTurnLedger({
    pool,
    processNumber: process.pid,
    tell: (scope, batch) => counters.tell(scope, batch),
  });
  const denials = new PostgresDenialLog(pool, onError);
  const gate = new CounterGate(counters, source, () => role?.isHeld() ?? true);
  const lookup = createTurnLookup(pool);
  const unpriced = new UnpricedModels({ alerts: createAlertLog(pool), ids, onError });
  const deps: TurnDeps = {
    clock,
    ids,
    rules,
    gate,
    counters,
    ledger,
    lookup,
    admittedTurns: new AdmittedTurns(),
    denials,
    unpriced,
  };
  const turns = createTurnUseCases(deps);
  return {
    turns: role === null ? turns : whileHeld(role, turns),
    ledger,
    lookup,
    close: async () => {
      await ledger.close();
      await denials.close();
    },
  };
}
