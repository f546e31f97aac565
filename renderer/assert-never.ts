/** Ends a `switch` over a closed union: a new member does not compile until it has its case. */
export function assertNever(value: never): never {
  throw new Error(`unexpected member of a closed union: ${JSON.stringify(value)}`)
}
