import { type Dimension, dimensions } from './dimension.ts';

type Limits = Readonly<Record<Dimension, bigint | null>>;

/** The dimensions in which a plan allows less than another; none = it is an upgrade (rule C3). */
export function loweredBy(before: Limits, after: Limits): readonly Dimension[] {
  return dimensions.filter((dimension) => {
    const [old, next] = [before[dimension], after[dimension]];
    return next !== null && (old === null || next < old);
  });
}
