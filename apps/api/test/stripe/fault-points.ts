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
 * A process that is killed at the `at`th point it comes to, or at the first of that name: before a transaction, before and after its commit,
 * before and after each call of Stripe, of the inbox of events, and of what is kept about how far Stripe's list was
 * read. Nothing after that point runs.
 */
export function doomedAt(at: number | string): Doomed {
  let points = 0;
  let place: string | null = null;
  let stop: (word: 'stopped') => void = () => {};
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = resolve;
  });
  const isHere = (name: string): boolean => {
    points += 1;
    if (place !== null || (points !== at && name !== at)) return false;
    place = name;
    stop('stopped');
    return true;
  };
  const pass = async (name: string): Promise<void> => {
    if (isHere(name)) await forEver;
  };
  const decorate: Decorate = ({ unitOfWork, gateway, inbox, settings, ...others }) => ({
    ...others,
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
    inbox: callingThrough(inbox, pass),
    settings: callingThrough(settings, pass),
  });
  return { decorate, stopped, place: () => place, points: () => points };
}

function callingThrough<Port extends object>(
  port: Port,
  pass: (name: string) => Promise<void>,
): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return async (...input: readonly unknown[]) => {
        await pass(`before ${String(name)}`);
        const answer: unknown = await Reflect.apply(call, target, input);
        await pass(`after ${String(name)}`);
        return answer;
      };
    },
  });
}
