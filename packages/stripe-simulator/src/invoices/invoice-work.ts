import type { DueWork } from '../time/time-engine.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { collectInvoice } from './collect-invoice.ts';
import { finalizeInvoice } from './finalize-invoice.ts';

/** Drafts become final after their hour, and invoices whose payment failed are tried again. */
export function invoiceWork(world: World): readonly DueWork[] {
  return world.tables.invoices.all().flatMap((invoice) => {
    const testClock = idOf(invoice.test_clock);
    const finalizesAt = invoice.automatically_finalizes_at;
    if (invoice.status === 'draft' && finalizesAt !== null) {
      const run = () => void collectInvoice(world, finalizeInvoice(world, invoice));
      return [{ atSeconds: finalizesAt, testClock, run }];
    }
    if (invoice.status === 'open' && invoice.next_payment_attempt !== null) {
      const run = () => void collectInvoice(world, invoice);
      return [{ atSeconds: invoice.next_payment_attempt, testClock, run }];
    }
    return [];
  });
}
