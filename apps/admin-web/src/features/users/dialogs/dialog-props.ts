/** What every dialog of User 360 is given. */
export type DialogProps = { readonly userId: string; readonly onClose: () => void };
