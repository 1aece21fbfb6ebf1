import { hash } from 'node:crypto';
import type { Caller, ProjectScope } from '@purser/schema/contract/request-context';
import {
  InvalidTokenError,
  type MemberDirectory,
  type TokenVerifier,
  type VerifiedPerson,
} from '../../ports/people.ts';
import type { ScopeDirectory } from '../../ports/scope-directory.ts';
import type { System } from '../../ports/system.ts';
import { tenantProjectSlug } from '../../ports/tenant-directory.ts';
import { RefusalError } from '../problems/refusal-error.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { ScopeNames } from './chosen-scope.ts';
import { callerOf, rolesIn } from './person-reach.ts';
import type { Sessions } from './sessions.ts';

export type PeopleDeps = {
  readonly tokens: TokenVerifier;
  readonly sessions: Sessions;
  readonly members: MemberDirectory;
  readonly scopes: ScopeDirectory;
  /** Where requests go that name no tenant or project. */
  readonly defaults: ScopeNames;
  readonly system: System;
};

export type KnownPerson = { readonly caller: Caller; readonly scope: ProjectScope };

export type PersonCredential = { readonly kind: 'bearer' | 'session'; readonly text: string };

type Entry = KnownPerson & { readonly untilMs: number };

/** A role that was taken away must stop soon; checking a signature on each request would buy nothing more. */
const keepMs = 4_000;

const entriesMax = 10_000;

/** Recognises people by token or session, in the tenant and project they ask for. */
export class People {
  readonly #deps: PeopleDeps;
  readonly #entries = new BoundedCache<Entry>(entriesMax);

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  recall(credential: PersonCredential, asked: Partial<ScopeNames>): KnownPerson | undefined {
    return this.#entries.get(keyOf(credential, asked), this.#deps.system.nowMs());
  }

  /** Throws a RefusalError: 401 for a credential that does not hold, 403 for one that reaches nothing here. */
  async find(credential: PersonCredential, asked: Partial<ScopeNames>): Promise<KnownPerson> {
    const nowMs = this.#deps.system.nowMs();
    const person = await this.verify(credential);
    const known = await this.reach(person, asked);
    // One answer, whether there is no such place or no access to it: nobody learns which tenants exist.
    if (known === null) {
      throw new RefusalError('forbidden', 'You have no access to this tenant and project.');
    }
    const untilMs = Math.min(nowMs + keepMs, person.expiresAtMs);
    this.#entries.set(keyOf(credential, asked), { ...known, untilMs });
    return known;
  }

  /** A verified person where they ask to be; null when there is no such place, or no role for them in it. */
  async reach(person: VerifiedPerson, asked: Partial<ScopeNames>): Promise<KnownPerson | null> {
    const { members, defaults } = this.#deps;
    const [scope, memberships] = await Promise.all([
      this.#place(person, asked),
      members.rolesOf(person),
    ]);
    if (scope === null) return null;
    const held = rolesIn(scope, person, { memberships, homeTenant: defaults.tenant });
    return held.length === 0 ? null : { caller: callerOf(person, held), scope };
  }

  /**
   * Where a request goes: what it names, else the one tenant of a person who has just one, else the
   * default. A tenant without the default project has its own project, where its quotas are.
   */
  async #place(person: VerifiedPerson, asked: Partial<ScopeNames>): Promise<ProjectScope | null> {
    const { scopes, defaults } = this.#deps;
    const only = person.tenants?.length === 1 ? person.tenants[0] : undefined;
    const tenant = asked.tenant ?? only ?? defaults.tenant;
    const found = await scopes.find({ tenant, project: asked.project ?? defaults.project });
    return found !== null || asked.project !== undefined
      ? found
      : scopes.find({ tenant, project: tenantProjectSlug });
  }

  /** Who a credential stands for, wherever they may go. Throws a RefusalError (401). */
  async verify({ kind, text }: PersonCredential): Promise<VerifiedPerson> {
    if (kind === 'session') {
      const person = await this.#deps.sessions.open(text);
      if (person === null) throw new RefusalError('unauthenticated', 'Your session has ended.');
      return person;
    }
    try {
      return await this.#deps.tokens.verify(text);
    } catch (error) {
      throw toRefusal(error);
    }
  }
}

/** Only a hash of the credential stays in memory. */
function keyOf({ kind, text }: PersonCredential, { tenant, project }: Partial<ScopeNames>): string {
  return `${kind} ${hash('sha256', text, 'base64')} ${tenant ?? ''} ${project ?? ''}`;
}

function toRefusal(error: unknown): unknown {
  return error instanceof InvalidTokenError
    ? new RefusalError('unauthenticated', `The bearer token ${error.message}.`)
    : error;
}
