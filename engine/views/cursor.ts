/** Keyset cursors: the keys of the last item of a page, wrapped so that clients do not come to depend on what they are. */

export const cursorOf = (...keys: readonly number[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url')

/** Null for a cursor that the engine did not make; the caller answers it as bad input. */
export function readCursor(cursor: string): readonly number[] | null {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(keys) || !keys.every((key) => Number.isSafeInteger(key))) return null
    // Only what comes back as it went out is ours: the decoder skips what it can't read, and JSON has many ways to say 1.
    return cursorOf(...(keys as number[])) === cursor ? (keys as number[]) : null
  } catch {
    return null
  }
}
