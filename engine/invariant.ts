/** Thrown only for our own bugs; expected outcomes are returned as values. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
  readonly details: Readonly<Record<string, unknown>>

  constructor(message: string, details: Readonly<Record<string, unknown>>) {
    super(message)
    this.details = details
  }
}

export function invariant(
  holds: boolean,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): asserts holds {
  if (!holds) throw new InvariantError(message, details)
}

/** Ends every `switch` over a union: a new member that nobody handles does not compile. */
export function assertNever(value: never): never {
  throw new InvariantError('a case is not handled', { value })
}
