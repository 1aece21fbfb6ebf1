/** The strong validator of a policy snapshot: the same for the same content, wherever it was made (rule D12). */
export function snapshotEtag(epoch: string, revision: bigint): string {
  return `"${epoch}-all-${revision}"`;
}

/** Whether `If-None-Match` names what there is (RFC 9110, 13.1.2): any of its tags, weak or strong, or `*`. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
