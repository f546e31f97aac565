export const callersPath = '/settings/api-keys'

export const callerAddress = (caller: number): string => `${callersPath}?open=${caller}`
