import { SkeletonRows } from '../components/skeleton-rows.tsx';

/** What stands in a page's place while its code is on the way. */
export function PageSkeleton() {
  return (
    <div style={{ paddingTop: 68 }}>
      <SkeletonRows rows={8} />
    </div>
  );
}
