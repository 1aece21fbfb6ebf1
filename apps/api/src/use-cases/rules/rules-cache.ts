import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { LoadedRules, RulesSource, UserFacts } from '../../ports/rules-source.ts';
import type { System } from '../../ports/system.ts';
import { type FirstSight, KnownUsers } from './known-users.ts';
import type { RulesReads } from './rules-reads.ts';

/** How often committed changes are asked for: a change is in force everywhere well within a second (rule P10). */
const pollEveryMs = 400;
/** A decision after a quiet stretch waits for a confirmation: a change is in force everywhere within this (rule P10). */
const confirmedAgeUsualMs = 1_000;
/** While PostgreSQL cannot be asked, no decision uses rules whose last confirmation is older (rule P10). */
const confirmedAgeMaxMs = 5_000;

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
  rules(scope: CounterScope): Promise<LoadedRules> {
    return this.#ofConfirmed(scope, (project) => project.rules());
  }

  /** The user's facts at an instant of the project's clock, or null for a user never seen. */
  user(scope: CounterScope, externalId: string, nowMs: number): Promise<UserFacts | null> {
    return this.#ofConfirmed(scope, ({ users }) => users.user(externalId, nowMs));
  }

  /** The user's facts; a user never seen is made with the role the caller says. */
  ensureUser(scope: CounterScope, externalId: string, first: FirstSight): Promise<UserFacts> {
    return this.#ofConfirmed(scope, ({ users }) => users.ensure(externalId, first));
  }

  /** The first admitted turn has anchored the user's month. */
  anchored(scope: CounterScope, externalId: string, anchorMinute: number): void {
    this.#projects.get(keyOf(scope))?.users.anchored(externalId, anchorMinute);
  }

  /** Follows the newest generation now: after a command of this process, or of another one that said so. */
  async changed(scope: CounterScope): Promise<void> {
    await this.#projects.get(keyOf(scope))?.confirmAnew();
  }

  /** Forgets everything; answers how many entries that were. */
  clear(): number {
    let entries = 0;
    for (const project of this.#projects.values()) entries += project.size;
    this.#projects.clear();
    return entries;
  }

  /** Asks at once while the confirmation is fresh, which it nearly always is: decisions ask often. */
  #ofConfirmed<Answer>(
    scope: CounterScope,
    ask: (project: ProjectCache) => Promise<Answer>,
  ): Promise<Answer> {
    const project = this.#project(scope);
    const age = this.#system.nowMs() - project.confirmedAtMs;
    if (age > confirmedAgeMaxMs) return project.confirm().then(() => ask(project));
    if (age > confirmedAgeUsualMs) {
      return project.confirm().then(
        () => ask(project),
        () => ask(project),
      );
    }
    if (age > pollEveryMs) project.confirm().catch(() => {});
    return ask(project);
  }

  #project(scope: CounterScope): ProjectCache {
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
    return project;
  }
}

class ProjectCache {
  confirmedAtMs = Number.NEGATIVE_INFINITY;
  readonly users: KnownUsers;
  readonly #source: RulesSource;
  readonly #system: Pick<System, 'nowMs'>;
  readonly #scope: CounterScope;
  readonly #reads: RulesReads;
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
    this.users = new KnownUsers(source, scope, reads);
  }

  get size(): number {
    return this.users.size + (this.#rules === null ? 0 : 1);
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

  /** A confirmation that begins after this call: one under way may have asked before the change was committed. */
  async confirmAnew(): Promise<void> {
    await this.#confirming?.catch(() => {});
    return this.confirm();
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
      this.#reads.database += 1;
      const changes = await this.#source.changesSince(this.#scope, this.#generation);
      this.#generation = changes.generation;
      if (changes.project) this.#rules = null;
      this.users.forget(changes.userIds);
    }
    this.confirmedAtMs = askedAtMs;
  }
}

function keyOf({ tenantId, projectId }: CounterScope): string {
  return `${tenantId}:${projectId}`;
}
