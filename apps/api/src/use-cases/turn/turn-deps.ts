import type { Clock } from '../../ports/clock.ts';
import type { Counters } from '../../ports/counters.ts';
import type { DenialLog } from '../../ports/denial-log.ts';
import type { Ids } from '../../ports/ids.ts';
import type { TurnLedger } from '../../ports/turn-ledger.ts';
import type { TurnLookup } from '../../ports/turn-lookup.ts';
import type { RulesCache } from '../rules/rules-cache.ts';
import type { AdmittedTurns } from './admitted-turns.ts';
import type { CounterGate } from './counter-gate.ts';
import type { UnpricedModels } from './unpriced-models.ts';

/** What the life of a turn works with. */
export type TurnDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly rules: RulesCache;
  readonly gate: CounterGate;
  readonly counters: Counters;
  readonly ledger: TurnLedger;
  readonly lookup: TurnLookup;
  readonly admittedTurns: AdmittedTurns;
  readonly denials: DenialLog;
  readonly unpriced: UnpricedModels;
};
