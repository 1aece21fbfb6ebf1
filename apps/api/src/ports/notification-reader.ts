import type {
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
}
