/** The session's token lives as long as the tab: a reload resumes, a closed window forgets. */
const key = 'countinghouse.session'

export const sessionToken = {
  get: (): string | null => sessionStorage.getItem(key),
  set: (token: string): void => sessionStorage.setItem(key, token),
  clear: (): void => sessionStorage.removeItem(key),
} as const
