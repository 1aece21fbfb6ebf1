import type {
  CounterScope,
  DecideAnswer,
  DecideRequest,
  GivenBack,
  HoldAdjustment,
  LiveEntry,
  ProvidersLoad,
  ToldBatch,
  UserLoad,
  UserReset,
} from '@purser/domain/quota/counter-types';

/**
 * Windows and live holds that answer admissions: an accelerator over PostgreSQL that may be lost
 * at any instant. Every operation is atomic and may be repeated. Two rules keep a loss harmless:
 * a new epoch is made in PostgreSQL first (it fences every ledger batch decided under an older
 * one), and whatever is loaded under an epoch is read after `begin` has answered with it.
 */
export interface Counters {
  /** Checks and, with `apply`, holds. Writes nothing on a denial. */
  decide(scope: CounterScope, request: DecideRequest): Promise<DecideAnswer>;

  /** Lowers a live turn's token hold, after the ledger held less than the counters. */
  adjust(scope: CounterScope, adjustment: HoldAdjustment): Promise<void>;

  /** Undoes an attempt the ledger denied. */
  giveBack(scope: CounterScope, givenBack: GivenBack): Promise<void>;

  /** Puts a live turn in, above any limit if need be (heartbeat, re-admission). Closed turns stay out. */
  assertHold(scope: CounterScope, entry: LiveEntry): Promise<void>;

  /** Tells of settled, released and expired turns after their commit. */
  tell(scope: CounterScope, batch: ToldBatch): Promise<void>;

  /**
   * Starts an epoch: a decimal number that PostgreSQL raises with every new one. A higher epoch
   * drops all state of the project; an equal or lower one changes nothing. Answers the epoch in force,
   * '0' when none is: so asked with '0' it only answers.
   */
  begin(scope: CounterScope, epoch: string): Promise<string>;

  /** Answers whether it was taken: not when the epoch has changed or something newer is known. */
  loadUser(scope: CounterScope, epoch: string, load: UserLoad): Promise<boolean>;

  /** Answers whether it was taken: not when the epoch has changed or a newer batch was told. */
  loadProviders(scope: CounterScope, epoch: string, load: ProvidersLoad): Promise<boolean>;

  /** Forgets a user's usage after an operator's reset; live turns stay. */
  resetUser(scope: CounterScope, reset: UserReset): Promise<void>;
}
