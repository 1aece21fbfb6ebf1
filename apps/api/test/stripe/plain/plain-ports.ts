import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Settings } from '../../../src/ports/settings.ts';
import type { StripeGateway } from '../../../src/ports/stripe-gateway.ts';
import type { UnitOfWork } from '../../../src/ports/unit-of-work.ts';
import type { Decorate } from '../office.ts';
import { type Kept, keep, plainInbox, plainQueue } from './plain-inbox.ts';
import { copyOf, emptyState, type PlainState } from './plain-state.ts';
import { type PlainRules, plainStores } from './plain-stores.ts';

/** A project as plain values in this process, which can be set back to what it was. */
export type PlainProject = {
  readonly decorate: Decorate;
  readonly state: () => PlainState;
  readonly setBack: (state: PlainState) => void;
  /** From here on nothing happens at Stripe: what it was asked once it is not asked again. */
  readonly freezeStripe: () => void;
};

/** Use cases are the product's own; only what they read and write is kept in memory. */
export function openPlainProject(rules: PlainRules, scope: () => ProjectScope): PlainProject {
  const kept: Kept = { state: emptyState() };
  const answers = { remembered: null as Map<string, unknown> | null };
  const unitOfWork = plainTransactions(kept, rules);
  return {
    state: () => kept.state,
    setBack: (state) => {
      kept.state = state;
    },
    freezeStripe: () => {
      answers.remembered = new Map();
    },
    decorate: ({ gateway, system }) => ({
      gateway: rememberingAnswers(gateway, () => answers.remembered),
      system,
      unitOfWork,
      clock: { nowMs: async () => system.nowMs(), refresh: async () => undefined },
      announce: async () => undefined,
      inbox: plainInbox(kept),
      scopes: { find: async () => scope(), findByStripe: async () => null },
      alerts: { raise: async () => 0 },
      queue: plainQueue(kept),
      settings: plainSettings(kept),
    }),
  };
}

/** One after the other, each on values of its own until it is committed. */
function plainTransactions(kept: Kept, rules: PlainRules): UnitOfWork {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (_scope, work) => {
      const next = last.then(async () => {
        const draft = copyOf(kept.state);
        const { commit, value } = await work(plainStores(draft, rules));
        if (commit) kept.state = draft;
        return value;
      });
      last = next.catch(() => undefined);
      return next;
    },
  };
}

function plainSettings(kept: Kept): Settings {
  return {
    put: async (key, value) => keep(kept, ({ settings }) => settings.set(key, value)),
    startingWith: async (prefix) =>
      new Map([...kept.state.settings].filter(([key]) => key.startsWith(prefix))),
  };
}

function rememberingAnswers(
  gateway: StripeGateway,
  remembered: () => Map<string, unknown> | null,
): StripeGateway {
  return new Proxy(gateway, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return async (...input: readonly unknown[]) => {
        const answers = remembered();
        const ask = (): Promise<unknown> => Reflect.apply(call, target, input);
        if (answers === null) return ask();
        const asked = `${String(name)} ${JSON.stringify(input)}`;
        const answer = answers.has(asked) ? answers.get(asked) : await ask();
        answers.set(asked, answer);
        return answer;
      };
    },
  });
}
