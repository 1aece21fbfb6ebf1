import { Gauge, type Registry } from 'prom-client';

type Reading = readonly (readonly [label: string, value: number])[];

/** A gauge whose series are read anew each time; without its database it has none. */
export function measure(
  registry: Registry,
  gauge: {
    readonly name: string;
    readonly help: string;
    readonly label: string;
    readonly read: () => Promise<Reading>;
  },
): void {
  const { name, help, label, read } = gauge;
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      this.reset();
      for (const [of, value] of await read().catch((): Reading => []))
        this.set({ [label]: of }, value);
    },
  });
}
