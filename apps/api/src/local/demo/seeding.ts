import type { SeedingProgress } from '../../ports/seeding-progress.ts';

/** How far the demo has come, told by the writer and read by Overview. */
export class DemoSeeding implements SeedingProgress {
  #current: ReturnType<SeedingProgress['current']> = null;

  current(): ReturnType<SeedingProgress['current']> {
    return this.#current;
  }

  advance(progress: { readonly done: number; readonly total: number }): void {
    this.#current = progress;
  }

  end(): void {
    this.#current = null;
  }
}
