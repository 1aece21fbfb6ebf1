// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { draw } from '../../../test/dom.tsx';
import type { CommandAnswer } from '../../lib/command.ts';
import { ConfirmMoneyDialog } from './confirm-money-dialog.tsx';
import type { DialogMeta } from './dialog-meta.ts';

type Sent = { readonly amountUsd: string } & DialogMeta;

const done: CommandAnswer = {
  ok: true,
  changes: [{ label: 'Available', before: '$280.07', change: '+$25.00', after: '$305.07' }],
  replayed: false,
  payload: {},
};

/** The dialog over a server that answers what the test says. */
function open(answer: (input: Sent) => Promise<CommandAnswer> = async () => done) {
  const sent: Sent[] = [];
  const seen = { closed: 0 };
  const send = (input: Sent) => {
    sent.push(input);
    return input.dryRun ? Promise.resolve(done) : answer(input);
  };
  draw(
    <ConfirmMoneyDialog
      title="Top up"
      who="project demo"
      confirm="Top up $25.00"
      input={{ amountUsd: '25.00' }}
      send={send}
      onClose={() => {
        seen.closed += 1;
      }}
    />,
  );
  return { sent, seen, effects: () => sent.filter((input) => !input.dryRun) };
}

async function giveReason() {
  await screen.findByText('$305.07');
  await userEvent.type(screen.getByLabelText(/Reason/), 'Weekly budget');
}

const confirmButton = () => screen.getByRole('button', { name: /Top up \$25\.00/ });

describe('the money dialog', () => {
  afterEach(cleanup);

  it('shows before, change and after by a dry run that carries no key, and cannot be confirmed without a reason', async () => {
    const { sent } = open();
    await screen.findByText('$305.07');
    const cells = [...document.querySelectorAll('tr td')].map(({ textContent }) => textContent);
    expect(cells).toEqual(['$280.07', '+$25.00', '', '$305.07']);
    expect(sent).toEqual([{ amountUsd: '25.00', dryRun: true, reason: 'preview' }]);
    expect(confirmButton()).toHaveProperty('disabled', true);
  });

  it('sends once, however often it is clicked while in flight', async () => {
    const flight = Promise.withResolvers<CommandAnswer>();
    const { effects, seen } = open(() => flight.promise);
    await giveReason();
    await userEvent.dblClick(confirmButton());
    await userEvent.keyboard('{Enter}');
    expect(effects()).toHaveLength(1);
    flight.resolve(done);
    await waitFor(() => expect(seen.closed).toBe(1));
    expect(effects()).toEqual([
      { amountUsd: '25.00', idempotencyKey: expect.any(String), reason: 'Weekly budget' },
    ]);
  });

  it('tries again with the same key when the network fails, and says that this is safe', async () => {
    let tries = 0;
    const { effects, seen } = open(async () => {
      tries += 1;
      if (tries === 1) throw new TypeError('Failed to fetch');
      return done;
    });
    await giveReason();
    await userEvent.click(confirmButton());
    await screen.findByText(/It is not known whether this was done/);
    await userEvent.click(confirmButton());
    await waitFor(() => expect(seen.closed).toBe(1));
    const [first, second] = effects();
    expect(first?.idempotencyKey).toBeDefined();
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
  });

  it('keeps the form and says the sentence when the server declines', async () => {
    const { seen } = open(async () => ({
      ok: false,
      typename: 'InsufficientFundsError',
      message: 'The funding holds too little.',
      field: null,
    }));
    await giveReason();
    await userEvent.click(confirmButton());
    await screen.findByText('The funding holds too little.');
    expect(seen.closed).toBe(0);
    expect(screen.getByLabelText(/Reason/)).toHaveProperty('value', 'Weekly budget');
  });
});
