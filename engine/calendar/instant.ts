/** An instant is milliseconds since 1970 in UTC: an integer in the store, ISO 8601 outside. */
export type Instant = number & { readonly brand: 'Instant' }

export const instant = (milliseconds: number): Instant => milliseconds as Instant

export const isoOf = (at: number): string => new Date(at).toISOString()

/** The one place where the engine asks the operating system what time it is. */
export const now = (): Instant => Date.now() as Instant
