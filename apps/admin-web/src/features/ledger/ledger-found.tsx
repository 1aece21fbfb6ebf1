import { useQuery } from '@apollo/client/react';
import { Link } from '@tanstack/react-router';
import { Section } from '../../components/section.tsx';
import { LedgerStateDocument } from '../../generated/ledger/graphql.ts';

/** Where the ledger does not say what its transfers say; nothing while it balances. */
export function LedgerFound() {
  const { data } = useQuery(LedgerStateDocument);
  const found = data?.overview.ledger.found ?? [];
  if (found.length === 0) return null;
  return (
    <Section title="What the last check found" framed aside="the first twenty">
      <ul>
        {found.map(({ accountId, what }) => (
          <li key={`${accountId} ${what}`}>
            <Link to="/ledger/$accountId" params={{ accountId }}>
              <code>{accountId}</code>
            </Link>
            : {what}
          </li>
        ))}
      </ul>
    </Section>
  );
}
