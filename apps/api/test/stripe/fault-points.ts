import type { StripeGateway } from '../../src/ports/stripe-gateway.ts';
import type { Decorate } from './office.ts';

/** A process that stops for good at one of its awaits. */
export type Doomed = {
  readonly decorate: Decorate;
  /** Settles when the process has stopped; never, if it comes to its end before. */
  readonly stopped: Promise<'stopped'>;
  /** Where it stopped. */
  readonly place: () => string | null;
  /** How many points it came to. */
  readonly points: () => number;
};

class Killed extends Error {
  override name = 'Killed';
}

const forEver = new Promise<never>(() => {});

/**
 * A process that is killed at the `at`th point it comes to: before a transaction, before and after its commit,
 * before and after each call of Stripe, before and after an event is stored. Nothing after that point runs.
 */
export function doomedAt(at: number): Doomed {
  let points = 0;
  let place: string | null = null;
  let stop: (word: 'stopped') => void = () => {};
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = resolve;
  });
  const isHere = (name: string): boolean => {
    points += 1;
    if (points !== at) return false;
    place = name;
    stop('stopped');
    return true;
  };
  const pass = async (name: string): Promise<void> => {
    if (isHere(name)) await forEver;
  };
  const decorate: Decorate = ({ unitOfWork, gateway, inbox }) => ({
    unitOfWork: {
      run: async (scope, work) => {
        await pass('before a transaction');
        try {
          const value = await unitOfWork.run(scope, async (stores) => {
            const done = await work(stores);
            // PostgreSQL ends the transaction of a client that is gone.
            if (isHere('before its commit')) throw new Killed();
            return done;
          });
          await pass('after its commit');
          return value;
        } catch (error) {
          if (error instanceof Killed) return forEver;
          throw error;
        }
      },
    },
    gateway: callingThrough(gateway, pass),
    inbox: {
      ...inbox,
      receive: async (scope, event) => {
        await pass('before an event is stored');
        const isNew = await inbox.receive(scope, event);
        await pass('after an event is stored');
        return isNew;
      },
    },
  });
  return { decorate, stopped, place: () => place, points: () => points };
}

function callingThrough(
  gateway: StripeGateway,
  pass: (name: string) => Promise<void>,
): StripeGateway {
  return new Proxy(gateway, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return async (...input: readonly unknown[]) => {
        await pass(`before ${String(name)} is sent`);
        const answer: unknown = await Reflect.apply(call, target, input);
        await pass(`after ${String(name)} was answered`);
        return answer;
      };
    },
  });
}
