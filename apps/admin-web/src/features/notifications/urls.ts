import * as z from 'zod/mini';
import { choiceParam, searchReader, textParam } from '../../lib/search-params.ts';

export const notificationsPath = '/notifications';

export const notificationTabs = ['endpoints', 'deliveries', 'mail'] as const;
export const deliveryStates = ['waiting', 'delivered', 'dead'] as const;

/** What can be asked of one endpoint, delivery or kind. */
export const notificationDialogs = [
  'create',
  'switch',
  'kinds',
  'rotate',
  'remove',
  'test',
  'redeliver',
  'recipients',
] as const;
export type NotificationDialog = (typeof notificationDialogs)[number];

/** Notifications: the tab, filters and page of deliveries, and the dialog with what it acts on. */
export const readNotificationsSearch = searchReader(
  z.object({
    tab: choiceParam(notificationTabs),
    state: choiceParam(deliveryStates),
    endpoint: textParam(),
    after: textParam(2000),
    dialog: choiceParam(notificationDialogs),
    on: textParam(),
  }),
);
