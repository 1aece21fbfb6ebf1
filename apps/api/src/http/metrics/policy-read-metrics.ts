import { Counter, type Registry } from 'prom-client';
import type { RulesReads } from '../../use-cases/rules/rules-reads.ts';

/** Where decisions of this process found their rules, counted by the cache and read when Prometheus asks (rule P10). */
export function measurePolicyReads(registry: Registry, reads: RulesReads): void {
  new Counter({
    name: 'purser_policy_reads_total',
    help: 'Reads of rules and users by decisions, and of changes by the cache, by the tier that answered.',
    labelNames: ['tier'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [tier, count] of Object.entries(reads)) this.inc({ tier }, count);
    },
  });
}
