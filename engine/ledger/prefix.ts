/** What begins with a text is searched as a range that an index serves, never by a scan. */

/** Sorts behind every text of ours that begins so. */
export const behindPrefix = (prefix: string): string => prefix + '\u{10FFFF}'.repeat(longest)

// An account's code: the longest kind and the longest client number.
const longest = 140
