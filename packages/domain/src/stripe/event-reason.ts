/** Why something changed that an event of Stripe changed: its transfers are found by it. */
export function eventReason(externalId: string): string {
  return `Stripe's event ${externalId}`;
}
