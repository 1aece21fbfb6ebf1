// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { draw } from '../../test/dom.tsx';
import { QueryView } from './query-view.tsx';

/** The view of an answer; says how often it was asked for again. */
function show(answer: { readonly data?: string; readonly error?: unknown }) {
  const asked = { again: 0 };
  const refetch = () => {
    asked.again += 1;
  };
  draw(
    <QueryView query={{ data: answer.data, error: answer.error, refetch }}>
      {(rows) => <p>{rows}</p>}
    </QueryView>,
  );
  return asked;
}

describe('the view of a query', () => {
  afterEach(cleanup);

  it('says what broke, and asks again when told to', async () => {
    const asked = show({ error: new TypeError('no network') });
    expect(screen.getByRole('alert').textContent).toContain('could not be reached');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(asked.again).toBe(1);
  });

  it('never lets the rows of an earlier answer pass for the one that failed', () => {
    show({ data: 'Rows of before', error: new TypeError('no network') });
    expect(screen.getByRole('alert').textContent).toContain('Below is what was read before.');
    expect(screen.getByText('Rows of before')).toBeTruthy();
  });
});
