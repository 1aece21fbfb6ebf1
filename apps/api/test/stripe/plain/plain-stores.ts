import type { EventStatus, ExternalEventView } from '@purser/schema/contract/event';
import type { PlanRecord } from '../../../src/ports/plan-store.ts';
import type { ProjectSettings } from '../../../src/ports/policy-store.ts';
import type { Stores } from '../../../src/ports/unit-of-work.ts';
import type { UserRecord } from '../../../src/ports/user-store.ts';
import { accountName, balanceOf, plainLedger } from './plain-ledger.ts';
import type { PlainEvent, PlainState } from './plain-state.ts';
import { plainStripeStore } from './plain-stripe-store.ts';
import { plainSubscriptionStore } from './plain-subscription-store.ts';

/** What the project's rules are; nothing that Stripe tells changes them. */
export type PlainRules = {
  readonly plans: readonly PlanRecord[];
  readonly settings: ProjectSettings;
};

/** What everything about Stripe reads and writes in a transaction, over plain values; anything else is a fault. */
export function plainStores(state: PlainState, rules: PlainRules): Stores {
  const stores = {
    ledger: plainLedger(state),
    stripe: plainStripeStore(state),
    subscriptions: plainSubscriptionStore(state),
    users: userStore(state),
    wallets: walletStore(state),
    grants: grantStore(state),
    events: eventStore(state),
    plans: only<Stores['plans']>({
      find: async (planId) => rules.plans.find((plan) => plan.planId === planId) ?? null,
      ofStripePrice: async (priceId) => rules.plans.filter((p) => p.stripePriceId === priceId),
    }),
    policies: only<Stores['policies']>({ settings: async () => rules.settings }),
    audit: { append: async () => undefined },
    outbox: { append: async () => undefined, policyChanged: async () => undefined },
  };
  return only<Stores>(stores);
}

/** Whatever else of it is asked for is no plain value, and throws. */
export function only<Port extends object>(parts: Partial<Port>): Port {
  return new Proxy(parts as Port, {
    get: (target, name) => {
      if (name in target) return Reflect.get(target, name);
      throw new Error(`${String(name)} is not there as a plain value.`);
    },
  });
}

function userStore({ users }: PlainState): Stores['users'] {
  const ensure = async (externalId: string, createdAt: Date): Promise<UserRecord> => {
    const id = BigInt(users.size + 1);
    const made = { id, externalId, role: 'registered' as const, createdAt };
    const user = users.get(externalId) ?? { ...made, suspendedAt: null, suspendedReason: null };
    users.set(externalId, user);
    return user;
  };
  return only<Stores['users']>({
    ensure,
    lock: ensure,
    find: async (externalId) => users.get(externalId) ?? null,
    byId: async (id) => [...users.values()].find((user) => user.id === id) ?? null,
  });
}

function walletStore({ lots, accounts, keys }: PlainState): Stores['wallets'] {
  const accountOf = (lotId: string) =>
    accounts.get(accountName({ kind: 'wallet', reference: lotId }));
  return only<Stores['wallets']>({
    lockCredit: async (key) => {
      const lot = lots.get(keys.get(key)?.replace('wallet:', '') ?? '');
      if (lot === undefined) return null;
      const { id: lotId, userId, referencePricePicoUsd } = lot;
      const amountMicroUsd = accountOf(lotId)?.credits ?? 0n;
      return { lotId, userId, amountMicroUsd, referencePricePicoUsd };
    },
    insertLot: async (lot) => void lots.set(lot.id, lot),
    // Lots that Stripe's payments make do not expire.
    lots: async (userId) =>
      [...lots.values()]
        .filter((lot) => lot.userId === userId)
        .map((lot) => {
          const balance = balanceOf(accountOf(lot.id));
          return { ...lot, ...balance, expiresAt: null, isExpired: false };
        }),
    outflows: async () => ({ refundedMicroUsd: 0n, returnedMicroUsd: 0n, expiredMicroUsd: 0n }),
  });
}

function grantStore({ grants }: PlainState): Stores['grants'] {
  return only<Stores['grants']>({
    insert: async (grant) => void grants.set(grant.id, { ...grant, revokedBy: null }),
    lockActive: async (selection, now) => {
      const grant = grants.get('grantId' in selection ? selection.grantId : '');
      const isOver = grant?.expiresAt !== null && grant !== undefined && grant.expiresAt <= now;
      return grant === undefined || grant.revokedAt !== null || isOver ? [] : [grant];
    },
    revoke: async (ids, revokedAt, revokedBy) => {
      for (const id of ids) {
        const grant = grants.get(id);
        if (grant !== undefined) grants.set(id, { ...grant, revokedAt, revokedBy });
      }
    },
    reinstate: async (id, revokedBy) => {
      const grant = grants.get(id);
      if (grant?.revokedBy === revokedBy) {
        grants.set(id, { ...grant, revokedAt: null, revokedBy: null });
      }
    },
  });
}

function eventStore({ events, keys }: PlainState): Stores['events'] {
  const find = (id: string) => [...events.values()].find((event) => event.id === id);
  return only<Stores['events']>({
    lock: async (id) => {
      const event = find(id);
      return event === undefined ? null : eventView(event);
    },
    lockPayment: async (id) => keys.has(`payment:${id}`) || keys.has(`wallet-credit:${id}`),
    finish: async (id, { status, errorCode }) => {
      const event = find(id);
      if (event === undefined) throw new Error(`There is no event ${id}.`);
      events.set(event.externalId, { ...event, status, errorCode, isDue: false });
    },
  });
}

function eventView(event: PlainEvent): ExternalEventView {
  const status: EventStatus = event.status;
  return {
    ...event,
    status,
    ...{ userId: null, tokens: null, error: null, nextAttemptAt: null },
    ...{ createdAt: event.receivedAt, updatedAt: event.receivedAt },
  };
}
