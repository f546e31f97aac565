/** Keyset cursors: the last key of a page, wrapped so that clients do not come to depend on what it is. */

export const cursorOf = (key: string | number): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Null for a cursor that the engine did not make; the caller answers it as bad input. */
export function readCursor<K extends 'string' | 'number'>(
  cursor: string,
  kind: K,
): (K extends 'string' ? string : number) | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    // The kind was just compared, which the compiler can't carry into the conditional type.
    return typeof key === kind ? (key as K extends 'string' ? string : number) : null
  } catch {
    return null
  }
}
