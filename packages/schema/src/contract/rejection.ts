/** Why a command was declined: a code from the command's closed list. */
export type Rejection<Code extends string> = { readonly kind: 'rejected'; readonly code: Code };
