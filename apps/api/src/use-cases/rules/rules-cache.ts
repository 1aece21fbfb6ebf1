import type { UserRole } from '@purser/domain/plan/resolve-plan';
import type { CounterScope } from '@purser/domain/quota/counter-types';
import { gather } from '../../lib/gather.ts';
import type { LoadedRules, RulesSource, UserFacts } from '../../ports/rules-source.ts';
import type { System } from '../../ports/system.ts';

/** How often committed changes are asked for: a change is in force everywhere well within a second (rule P10). */
const pollEveryMs = 400;
/** A decision after a quiet stretch waits for a confirmation: a change is in force everywhere within this (rule P10). */
const confirmedAgeUsualMs = 1_000;
/** While PostgreSQL cannot be asked, no decision uses rules whose last confirmation is older (rule P10). */
const confirmedAgeMaxMs = 5_000;
const usersMax = 200_000;
const loadBatchMax = 200;

export type RulesReads = { memory: number; database: number };

/**
 * Policies, prices, users and grants, in this process's memory. Every commit that admission must see
 * raises the project's generation; this cache follows the generations, forgets exactly what changed,
 * and serves nothing it could not confirm within the last five seconds.
 */
export class RulesCache {
  readonly #source: RulesSource;
  readonly #system: Pick<System, 'nowMs'>;
  readonly #projects = new Map<string, ProjectCache>();
  readonly reads: RulesReads = { memory: 0, database: 0 };

  /** The machine's clock measures ages only. */
  constructor(source: RulesSource, system: Pick<System, 'nowMs'>) {
    this.#source = source;
    this.#system = system;
  }

  /** Rules and prices of the project. */
  async rules(scope: CounterScope): Promise<LoadedRules> {
    return (await this.#confirmed(scope)).rules();
  }

  /** The user's facts, or null for a user never seen. */
  async user(scope: CounterScope, externalId: string): Promise<UserFacts | null> {
    return (await this.#confirmed(scope)).user(externalId);
  }

  /** The user's facts; a user never seen is made with the role the caller says. */
  async ensureUser(
    scope: CounterScope,
    externalId: string,
    first: { readonly role: UserRole; readonly nowMs: number },
  ): Promise<UserFacts> {
    const project = await this.#confirmed(scope);
    const known = await project.user(externalId);
    if (known !== null) return known;
    await this.#source.createUser(scope, externalId, first.role, first.nowMs);
    project.forgetUser(externalId);
    const made = await project.user(externalId);
    if (made === null) throw new Error('A user that was just made cannot be read.');
    return made;
  }

  /** The first admitted turn has anchored the user's month. */
  anchored(scope: CounterScope, externalId: string, anchorMinute: number): void {
    this.#projects.get(keyOf(scope))?.anchored(externalId, anchorMinute);
  }

  /** Follows the newest generation now: after a command of this process, or of another one that said so. */
  async changed(scope: CounterScope): Promise<void> {
    await this.#projects.get(keyOf(scope))?.confirm();
  }

  /** Forgets everything; answers how many entries that were. */
  clear(): number {
    let entries = 0;
    for (const project of this.#projects.values()) entries += project.size;
    this.#projects.clear();
    return entries;
  }

  async #confirmed(scope: CounterScope): Promise<ProjectCache> {
    const key = keyOf(scope);
    let project = this.#projects.get(key);
    if (project === undefined) {
      project = new ProjectCache({
        source: this.#source,
        system: this.#system,
        scope,
        reads: this.reads,
      });
      this.#projects.set(key, project);
    }
    const age = this.#system.nowMs() - project.confirmedAtMs;
    if (age > confirmedAgeMaxMs) await project.confirm();
    else if (age > confirmedAgeUsualMs) await project.confirm().catch(() => {});
    else if (age > pollEveryMs) project.confirm().catch(() => {});
    return project;
  }
}

class ProjectCache {
  confirmedAtMs = Number.NEGATIVE_INFINITY;
  readonly #source: RulesSource;
  readonly #system: Pick<System, 'nowMs'>;
  readonly #scope: CounterScope;
  readonly #reads: RulesReads;
  readonly #users = new Map<string, UserFacts>();
  readonly #externalIds = new Map<bigint, string>();
  readonly #loadUser: (externalId: string) => Promise<UserFacts | null>;
  #rules: Promise<LoadedRules> | null = null;
  #generation = 0;
  #confirming: Promise<void> | null = null;

  constructor({
    source,
    system,
    scope,
    reads,
  }: {
    source: RulesSource;
    system: Pick<System, 'nowMs'>;
    scope: CounterScope;
    reads: RulesReads;
  }) {
    this.#source = source;
    this.#system = system;
    this.#scope = scope;
    this.#reads = reads;
    this.#loadUser = gather(async (externalIds) => {
      const found = await source.loadUsers(scope, [...new Set(externalIds)]);
      return externalIds.map((externalId) => found.get(externalId) ?? null);
    }, loadBatchMax);
  }

  get size(): number {
    return this.#users.size + (this.#rules === null ? 0 : 1);
  }

  rules(): Promise<LoadedRules> {
    if (this.#rules !== null) {
      this.#reads.memory += 1;
      return this.#rules;
    }
    this.#reads.database += 1;
    const loading = this.#source.loadRules(this.#scope);
    this.#rules = loading;
    loading.catch(() => {
      if (this.#rules === loading) this.#rules = null;
    });
    return loading;
  }

  async user(externalId: string): Promise<UserFacts | null> {
    const known = this.#users.get(externalId);
    if (known !== undefined) {
      this.#reads.memory += 1;
      return known;
    }
    this.#reads.database += 1;
    const generation = this.#generation;
    const loaded = await this.#loadUser(externalId);
    // A month without an anchor is read anew each time: another process may anchor it any moment.
    // A user read while a change came in may be older than that change, and is not kept either.
    if (loaded !== null && loaded.anchorMinute !== null && generation === this.#generation) {
      this.#keep(externalId, loaded);
    }
    return loaded;
  }

  forgetUser(externalId: string): void {
    this.#users.delete(externalId);
  }

  anchored(externalId: string, anchorMinute: number): void {
    const known = this.#users.get(externalId);
    if (known?.anchorMinute === null) this.#users.set(externalId, { ...known, anchorMinute });
  }

  confirm(): Promise<void> {
    this.#confirming ??= this.#follow().finally(() => {
      this.#confirming = null;
    });
    return this.#confirming;
  }

  async #follow(): Promise<void> {
    const askedAtMs = this.#system.nowMs();
    const first = this.confirmedAtMs === Number.NEGATIVE_INFINITY;
    if (first) {
      this.#generation = (await this.rules()).rules.generation;
    } else {
      const changes = await this.#source.changesSince(this.#scope, this.#generation);
      this.#generation = changes.generation;
      if (changes.project) this.#rules = null;
      for (const userId of changes.userIds) this.#forgetById(userId);
    }
    this.confirmedAtMs = askedAtMs;
  }

  #keep(externalId: string, facts: UserFacts): void {
    if (this.#users.size >= usersMax) {
      const oldest = this.#users.keys().next().value;
      if (oldest !== undefined) this.#users.delete(oldest);
    }
    this.#users.set(externalId, facts);
    this.#externalIds.set(facts.id, externalId);
  }

  #forgetById(userId: bigint): void {
    const externalId = this.#externalIds.get(userId);
    if (externalId === undefined) return;
    this.#users.delete(externalId);
    this.#externalIds.delete(userId);
  }
}

function keyOf({ tenantId, projectId }: CounterScope): string {
  return `${tenantId}:${projectId}`;
}
