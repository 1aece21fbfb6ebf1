/** The tab of a user's page that shows what ends. */
export const endingTab = {
  GRANT: 'grants',
  LOT: 'wallet',
  SUBSCRIPTION: 'subscription',
} as const;
