import { useQuery } from '@apollo/client/react';
import { formatCount } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { Facts } from '../../components/facts.tsx';
import { Money } from '../../components/money.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { SettingsDocument, type SettingsQuery } from '../../generated/settings/graphql.ts';
import { span } from '../../lib/instants.ts';
import { limitNames, limitWords } from '../../lib/limit-words.ts';
import classes from './settings.module.css';

/** The settings admission reads. */
export function ProjectFacts() {
  const query = useQuery(SettingsDocument);
  return (
    <QueryView query={query}>
      {({ project }) => (
        <div className={classes.columns}>
          <Section title="Project" framed>
            <Facts
              facts={[
                { term: 'Tenant', value: project.tenantName },
                {
                  term: 'Project',
                  value: (
                    <>
                      {project.name} <code className="secondary">{project.slug}</code>
                    </>
                  ),
                },
                { term: 'Kind', value: project.kind },
                {
                  term: 'Default plan',
                  value: (
                    <Link to="/plans" search={{ plan: project.defaultPlanId }}>
                      {project.defaultPlanId}
                    </Link>
                  ),
                },
                {
                  term: 'One token is',
                  value: (
                    <>
                      an output token of <code>{project.reference.model}</code>,{' '}
                      <Money amount={project.reference.pricePerMillionTokensUsd} /> a million
                    </>
                  ),
                },
                { term: 'Renewal grace', value: span(project.renewalGraceSeconds * 1000) },
                {
                  term: 'Apps must name providers',
                  value: project.providersRequired ? 'yes' : 'no',
                },
                { term: 'Made', value: <TimeAgo at={project.createdAt} /> },
              ]}
            />
          </Section>
          <Section title="Fallback limits" framed aside="for plans without an active policy">
            <Facts facts={fallbackFacts(project.fallbackLimits)} />
          </Section>
        </div>
      )}
    </QueryView>
  );
}

function fallbackFacts(limits: SettingsQuery['project']['fallbackLimits']) {
  return limitNames.map((name) => {
    const value = limits[limitWords[name].field];
    return {
      term: limitWords[name].label,
      value:
        value === null ? <span className="secondary">unlimited</span> : formatCount(BigInt(value)),
    };
  });
}
