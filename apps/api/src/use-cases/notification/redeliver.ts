import { accepted, rejected } from '@purser/domain/outcome';
import type { DeliveryStatus } from '@purser/schema/contract/notification';
import type { CommandDefinition } from '../command/run-command.ts';

/** Sends an alert again to one receiver, whatever became of it before; the message keeps its id (rule E8). */
export const redeliver: CommandDefinition<
  { readonly id: string },
  { readonly status: DeliveryStatus } | null,
  string,
  { readonly id: string }
> = {
  operation: 'redeliver',
  load: (stores, { id }) => stores.notifications.lockDelivery(id),
  decide: (delivery, { id }) => {
    if (delivery === null) {
      return rejected({ code: 'not_found' as const, message: 'There is no such delivery.' });
    }
    return accepted({
      change: id,
      preview: { id },
      changes: [{ label: 'delivery', before: delivery.status, after: 'waiting' }],
      audit: {
        targetType: 'delivery',
        targetId: id,
        before: delivery,
        after: { status: 'waiting' },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, id, moment) => {
    await stores.notifications.reopenDelivery(id, moment.now);
    return undefined;
  },
};
