import { z } from 'zod';
import type { VerifiedPerson } from '../../ports/people.ts';
import type { Sealer } from '../../ports/sign-in.ts';
import type { System } from '../../ports/system.ts';

/** A working day; then the identity provider is asked again. */
const sessionMs = 10 * 3600_000;

const sealedPerson = z.object({
  issuer: z.string(),
  subject: z.string(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  name: z.string(),
  roles: z.array(z.string()),
  tenants: z.array(z.string()).nullable(),
  expiresAtMs: z.number(),
});

/** A browser's signed-in state, kept by the browser itself in a sealed cookie. */
export class Sessions {
  readonly #sealer: Sealer;
  readonly #system: System;

  constructor(sealer: Sealer, system: System) {
    this.#sealer = sealer;
    this.#system = system;
  }

  async start(person: VerifiedPerson): Promise<{ text: string; expiresAtMs: number }> {
    const expiresAtMs = this.#system.nowMs() + sessionMs;
    return { text: await this.#sealer.seal({ ...person, expiresAtMs }, expiresAtMs), expiresAtMs };
  }

  /** Null for a session that has ended or was not sealed here. */
  async open(text: string): Promise<VerifiedPerson | null> {
    const opened = sealedPerson.safeParse(await this.#sealer.open(text));
    return opened.success ? opened.data : null;
  }
}
