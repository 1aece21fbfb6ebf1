import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { QuotaFigures, QuotaFiguresReader } from '../../ports/quota-figures.ts';
import type { PolicySnapshots } from '../../use-cases/snapshot/policy-snapshots.ts';

/** So many tenants have series of their own, those with the largest values; the rest are added up as `other`. */
const tenantsMax = 100;

type Series = readonly (readonly [tenantId: string, value: number])[];

/** The guide's metrics of data planes, exactly named. */
export function measureDataPlanes(
  registry: Registry,
  {
    figures,
    snapshots,
  }: { readonly figures: QuotaFiguresReader; readonly snapshots: PolicySnapshots },
): void {
  const read = shared(() => figures.read().catch((): readonly QuotaFigures[] => []));
  const of = (value: (figure: QuotaFigures) => bigint) => async () =>
    largest((await read()).map((figure) => [figure.tenantId, Number(value(figure))]));
  const common = { labelNames: ['tenant_id'], registers: [registry] };
  const allocated = of(({ allocatedBytes }) => allocatedBytes);
  new Gauge({
    ...common,
    name: 'pxl8_control_budget_allocated_bytes',
    help: 'What is left of the active leases of a tenant.',
    async collect() {
      this.reset();
      for (const [tenantId, value] of await allocated()) this.set({ tenant_id: tenantId }, value);
    },
  });
  const reported = of(({ reportedBytes }) => reportedBytes);
  new Counter({
    ...common,
    name: 'pxl8_control_usage_reported_bytes',
    help: "What a tenant's data planes have reported in the open billing period.",
    async collect() {
      this.reset();
      for (const [tenantId, value] of await reported()) this.inc({ tenant_id: tenantId }, value);
    },
  });
  const active = of(({ activeLeases }) => activeLeases);
  new Gauge({
    ...common,
    name: 'pxl8_control_active_leases',
    help: 'Leases of a tenant that can be spent.',
    async collect() {
      this.reset();
      for (const [tenantId, value] of await active()) this.set({ tenant_id: tenantId }, value);
    },
  });
  const generation = new Histogram({
    name: 'pxl8_control_snapshot_generation_duration_seconds',
    help: 'How long this process took to make a policy snapshot.',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  snapshots.onBuilt = (seconds) => generation.observe(seconds);
}

/** One reading for all metrics of a scrape, which ask at the same time. */
function shared<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | null = null;
  return () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
}

function largest(values: Series): Series {
  const sorted = [...values].filter(([, value]) => value > 0).sort(([, a], [, b]) => b - a);
  const others = sorted.slice(tenantsMax);
  if (others.length === 0) return sorted;
  const sum = others.reduce((total, [, value]) => total + value, 0);
  return [...sorted.slice(0, tenantsMax), ['other', sum]];
}
