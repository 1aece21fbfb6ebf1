import type { Counters } from '../../ports/counters.ts';

/** Counters that can be begun anew: whoever asks next finds nothing in them and loads it again. */
export type RenewableCounters = { readonly counters: Counters; readonly renew: () => void };

/** `make` gives empty counters; `renew` replaces those in use by such. */
export function renewableCounters(make: () => Counters): RenewableCounters {
  let current = make();
  return {
    renew: () => {
      current = make();
    },
    counters: {
      decide: (scope, request) => current.decide(scope, request),
      adjust: (scope, adjustment) => current.adjust(scope, adjustment),
      giveBack: (scope, givenBack) => current.giveBack(scope, givenBack),
      assertHold: (scope, entry) => current.assertHold(scope, entry),
      tell: (scope, batch) => current.tell(scope, batch),
      begin: (scope, epoch) => current.begin(scope, epoch),
      loadUser: (scope, epoch, load) => current.loadUser(scope, epoch, load),
      loadProviders: (scope, epoch, load) => current.loadProviders(scope, epoch, load),
      resetUser: (scope, reset) => current.resetUser(scope, reset),
    },
  };
}
