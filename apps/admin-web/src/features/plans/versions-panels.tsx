import { useQuery } from '@apollo/client/react';
import { QueryView } from '../../components/query-view.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { PlanVersionsDocument, PriceVersionsDocument } from '../../generated/plans/graphql.ts';
import { VersionList } from './version-list.tsx';

type Close = { readonly onClose: () => void };

/** What a plan was before. */
export function PlanVersions({ planId, onClose }: Close & { readonly planId: string }) {
  const query = useQuery(PlanVersionsDocument, { variables: { planId } });
  return (
    <SidePanel title={`Versions of plan ${planId}`} onClose={onClose}>
      <QueryView query={query}>
        {({ plan }) => (
          <VersionList versions={(plan?.history.edges ?? []).map(({ node }) => node)} />
        )}
      </QueryView>
    </SidePanel>
  );
}

/** What a model cost before, and will cost. */
export function PriceVersions({
  provider,
  model,
  onClose,
}: Close & { readonly provider: string; readonly model: string }) {
  const query = useQuery(PriceVersionsDocument, { variables: { provider, model } });
  return (
    <SidePanel title={`Prices of ${model}`} onClose={onClose}>
      <QueryView query={query}>
        {({ price }) => (
          <VersionList versions={(price?.history.edges ?? []).map(({ node }) => node)} />
        )}
      </QueryView>
    </SidePanel>
  );
}
