import type {
  AlertRecipientsView,
  DeliveryFilter,
  DeliveryView,
  WebhookEndpointView,
} from '@purser/schema/contract/notification';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';

export interface NotificationReader {
  endpoints(scope: ProjectScope): Promise<readonly WebhookEndpointView[]>;
  /** Newest first. */
  deliveries(
    scope: ProjectScope,
    filter: DeliveryFilter & PageRequest,
  ): Promise<Page<DeliveryView>>;
  delivery(scope: ProjectScope, id: string): Promise<DeliveryView | null>;
  /** What was chosen, by kind; kinds without a choice are left out. */
  recipients(
    scope: ProjectScope,
  ): Promise<ReadonlyMap<string, Omit<AlertRecipientsView, 'kind' | 'isDefault'>>>;
}
