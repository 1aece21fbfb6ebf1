import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { DataPlaneSecrets } from '../ports/data-plane-keys.ts';
import type { SecretHasher } from '../ports/key-store.ts';
import type { PaymentSigner } from '../ports/payment-signer.ts';
import type { PeriodSweep } from '../ports/period-sweep.ts';
import type { ClearedCache } from '../ports/policy-cache.ts';
import type { QuotaBooks } from '../ports/quota-books.ts';
import type { Readers } from '../ports/readers.ts';
import type { SeedingProgress } from '../ports/seeding-progress.ts';
import type { ApiKeyHasher, DomainNames } from '../ports/tenant-assets.ts';
import type { TenantDirectory } from '../ports/tenant-directory.ts';
import type { TurnLedger } from '../ports/turn-ledger.ts';
import type { TurnLookup } from '../ports/turn-lookup.ts';
import type { CommandDeps } from './command/run-command.ts';
import type { RulesCache } from './rules/rules-cache.ts';
import type { PolicySnapshots } from './snapshot/policy-snapshots.ts';
import type { StripeDesk } from './stripe/requests/stripe-desk.ts';

/** What use cases beside the hot path work with. */
export type UseCaseDeps = CommandDeps & {
  readonly periods: PeriodSweep;
  /** What ends turns whose holds have expired. */
  readonly lookup: TurnLookup;
  readonly ledger: TurnLedger;
  readonly readers: Readers;
  readonly rules: RulesCache;
  readonly secretHasher: SecretHasher;
  readonly tenants: TenantDirectory;
  readonly books: QuotaBooks;
  readonly onError: (error: unknown) => void;
  /** The operator's own tenant, whose people reach every other. */
  readonly homeTenant: string;
  readonly domainNames: DomainNames;
  readonly apiKeyHasher: ApiKeyHasher;
  /** What tenants' API keys begin with. */
  readonly apiKeyBrand: string;
  readonly dataPlaneSecrets: DataPlaneSecrets;
  readonly snapshots: PolicySnapshots;
  /** Null where Stripe is not configured. */
  readonly stripe: StripeDesk | null;
  readonly paymentSigner: PaymentSigner;
  readonly seeding: SeedingProgress;
  /** Empties every tier of the policy cache; answers how many entries each forgot. */
  readonly clearCaches: (scope: ProjectScope) => Promise<ClearedCache>;
};

/** The use cases that are built elsewhere: turns, outside events, jobs and the checkers. */
export type OtherUseCases = {
  readonly turn: Pick<
    UseCases['turn'],
    'admit' | 'check' | 'heartbeat' | 'settle' | 'release' | 'batch'
  >;
  readonly event: UseCases['event'];
  readonly stripe: UseCases['stripe'];
  readonly notification: UseCases['notification'];
  readonly job: UseCases['job'];
  readonly verifyLedger: UseCases['ledger']['verify'];
  readonly verifyAudit: UseCases['audit']['verify'];
};
