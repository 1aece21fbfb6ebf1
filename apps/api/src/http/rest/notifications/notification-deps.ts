import type { UseCases } from '@purser/schema/graphql/use-cases';

/** What the routes of notifications are given. */
export type NotificationRouteDeps = { readonly notification: UseCases['notification'] };
