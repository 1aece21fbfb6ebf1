import type { UserRole } from '@purser/domain/plan/resolve-plan';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import { minuteOf } from '@purser/domain/quota/window';
import { gather } from '../../lib/gather.ts';
import type { NewUser, RulesSource, UserFacts } from '../../ports/rules-source.ts';
import type { RulesReads } from './rules-reads.ts';

const usersMax = 200_000;
const loadBatchMax = 200;

/** What was read of a user, and the minute of the decision that asked for it. */
type KnownUser = { readonly facts: UserFacts; readonly minute: number };
type Loading = { readonly facts: Promise<UserFacts | null>; readonly minute: number };

/** A decision's instant, and the role that a user never seen is made with. */
export type FirstSight = { readonly role: UserRole; readonly nowMs: number };

/** Users of one project as decisions read them, each until a change of that user (rule P10). */
export class KnownUsers {
  readonly #reads: RulesReads;
  readonly #users = new Map<string, KnownUser>();
  readonly #externalIds = new Map<bigint, string>();
  /** Reads under way are shared; one that is taken out of here is no longer kept when it ends. */
  readonly #loading = new Map<string, Loading>();
  readonly #making = new Map<string, Promise<UserFacts>>();
  readonly #read: (externalId: string) => Promise<UserFacts | null>;
  readonly #create: (user: NewUser) => Promise<unknown>;

  constructor(source: RulesSource, scope: CounterScope, reads: RulesReads) {
    this.#reads = reads;
    this.#read = gather(
      async (externalIds) => {
        const found = await source.loadUsers(scope, externalIds);
        return externalIds.map((externalId) => found.get(externalId) ?? null);
      },
      { sizeMax: loadBatchMax },
    );
    this.#create = gather(
      async (users) => {
        await source.createUsers(scope, users);
        return users.map(() => true);
      },
      { sizeMax: loadBatchMax },
    );
  }

  get size(): number {
    return this.#users.size;
  }

  /** The user's facts at an instant of the project's clock, or null for a user never seen. */
  user(externalId: string, nowMs: number): Promise<UserFacts | null> {
    const minute = minuteOf(nowMs);
    const known = this.#users.get(externalId);
    if (known !== undefined && isKnownAt(known, minute)) {
      this.#reads.memory += 1;
      return Promise.resolve(known.facts);
    }
    const underWay = this.#loading.get(externalId);
    if (underWay?.minute === minute) {
      this.#reads.memory += 1;
      return underWay.facts;
    }
    return this.#load(externalId, minute);
  }

  /** The user's facts; whoever comes first makes a user never seen, with the role it says. */
  async ensure(externalId: string, first: FirstSight): Promise<UserFacts> {
    const known = await this.user(externalId, first.nowMs);
    if (known !== null) return known;
    const underWay = this.#making.get(externalId);
    if (underWay !== undefined) return underWay;
    const making = this.#make(externalId, first).finally(() => this.#making.delete(externalId));
    this.#making.set(externalId, making);
    return making;
  }

  /** The first admitted turn has anchored the user's month. */
  anchored(externalId: string, anchorMinute: number): void {
    const known = this.#users.get(externalId);
    if (known?.facts.anchorMinute !== null) return;
    this.#users.set(externalId, { ...known, facts: { ...known.facts, anchorMinute } });
  }

  /** These users have changed: what was read of them, or is being read, may be older than that. */
  forget(userIds: readonly bigint[]): void {
    if (userIds.length > 0) this.#loading.clear();
    for (const userId of userIds) {
      const externalId = this.#externalIds.get(userId);
      if (externalId !== undefined) this.#users.delete(externalId);
      this.#externalIds.delete(userId);
    }
  }

  #load(externalId: string, minute: number): Promise<UserFacts | null> {
    this.#reads.database += 1;
    const ended = (facts: UserFacts | null) => {
      if (this.#loading.get(externalId) !== loading) return;
      this.#loading.delete(externalId);
      if (facts !== null) this.#keep(externalId, { facts, minute });
    };
    const loading = { facts: this.#read(externalId), minute };
    this.#loading.set(externalId, loading);
    loading.facts.then(ended, () => ended(null));
    return loading.facts;
  }

  async #make(externalId: string, { role, nowMs }: FirstSight): Promise<UserFacts> {
    await this.#create({ externalId, role, createdAtMs: nowMs });
    // A read that began before the user was there would say that there is none.
    this.#loading.delete(externalId);
    const made = await this.user(externalId, nowMs);
    if (made === null) throw new Error('A user that was just made cannot be read.');
    return made;
  }

  #keep(externalId: string, user: KnownUser): void {
    if (this.#users.size >= usersMax) {
      const oldest = this.#users.keys().next().value;
      if (oldest !== undefined) this.#users.delete(oldest);
    }
    this.#users.set(externalId, user);
    this.#externalIds.set(user.facts.id, externalId);
  }
}

/**
 * Another process may anchor a month any moment, and nobody announces it. A month that begins now and
 * one anchored within this minute count the same, so a user without an anchor is known for the minute.
 */
function isKnownAt({ facts, minute }: KnownUser, nowMinute: number): boolean {
  return facts.anchorMinute !== null || minute === nowMinute;
}
