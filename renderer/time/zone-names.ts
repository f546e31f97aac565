let known: readonly string[] | undefined

/** The time zones that this machine knows, as IANA names them. */
export function zoneNames(): readonly string[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone')]
  return known
}
