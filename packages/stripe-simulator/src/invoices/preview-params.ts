import { z } from 'zod';
import { priced } from '../catalog/price-params.ts';
import { integer, text } from '../http/form.ts';

export const invoicePreview = {
  customer: text.optional(),
  subscription: text,
  subscription_details: z
    .strictObject({
      items: z
        .array(z.strictObject({ ...priced, id: text.optional() }))
        .min(1)
        .max(20)
        .optional(),
      proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
      proration_date: integer.optional(),
    })
    .optional(),
};

export type InvoicePreview = z.output<z.ZodObject<typeof invoicePreview>>;
