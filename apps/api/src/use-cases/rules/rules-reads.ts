/** How many reads each tier has answered; asking PostgreSQL what has changed is a read of the database, too. */
export type RulesReads = { memory: number; database: number };
