import { useQuery } from '@apollo/client/react';
import {
  SubscribablePlansDocument,
  type SubscribablePlansQuery,
} from '../../../generated/subscriptions/graphql.ts';

export type SubscribablePlan = SubscribablePlansQuery['plans']['edges'][number]['node'];

/** The active plans; null until they are known. */
export function usePlans(): readonly SubscribablePlan[] | null {
  const { data } = useQuery(SubscribablePlansDocument);
  return data === undefined ? null : data.plans.edges.map(({ node }) => node);
}
