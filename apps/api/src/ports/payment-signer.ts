/** Proves that metadata of a payment was written by whoever knows this server's secret (rule E4). */
export interface PaymentSigner {
  sign(text: string): string;
  /** Whether a signature is one of ours over this very text. */
  verify(text: string, signature: string): boolean;
}
