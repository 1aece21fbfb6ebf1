/** What was refused, to compare with what was expected; a work that succeeds is told as such. */
export function refusalOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (done) => ({ done }),
    (error: unknown) => error,
  );
}
