/** Long work that tells how far it is, as a stream that ends with its result. */

/**
 * Runs `work` and yields what it reports. When the reader is slower than the work, only the latest report waits: nobody
 * needs to know how far it was.
 */
export async function* progressOf<Progress, Result>(
  work: (report: (progress: Progress) => void) => Promise<Result>,
): AsyncGenerator<Progress, Result> {
  let latest: Progress | undefined
  let wake = (): void => {}
  let ended = false
  const result = work((progress) => {
    latest = progress
    wake()
  }).finally(() => {
    ended = true
    wake()
  })
  // Whoever stops listening does not hear of a failure; the work's own record of it stands.
  result.catch(() => undefined)
  while (!ended) {
    if (latest === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      continue
    }
    const progress = latest
    latest = undefined
    yield progress
  }
  return await result
}
