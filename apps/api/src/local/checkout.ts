import { join, resolve } from 'node:path';

/** The folder of this checkout. */
export const checkout = resolve(import.meta.dirname, '../../../..');

/** Where the built dashboard lies. */
export const dashboardFolder = join(checkout, 'apps/admin-web/dist');

/** Scratch space that belongs to the checkout and may be deleted at any time. */
export const cacheFolder = join(checkout, 'node_modules/.cache/purser');
