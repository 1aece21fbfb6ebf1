import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '@purser/prisma/client';
import type { Pool } from 'pg';

export type Db = PrismaClient;

/** What a store works with: the client inside one transaction. */
export type Tx = Prisma.TransactionClient;

/** Prisma over the process's own pool: it opens no connection of its own. */
export function openPrisma(pool: Pool): Db {
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
