import type { EventDetailQuery } from '../../generated/events/graphql.ts';

/** One event as its panel asks for it. */
export type EventDetail = Extract<
  NonNullable<EventDetailQuery['node']>,
  { __typename: 'ExternalEvent' }
>;
