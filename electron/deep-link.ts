/**
 * Links to the console from outside, as e-mails carry them: `countinghouse://exceptions?open=12` is the path
 * `/exceptions?open=12`. Anybody can write one, so it leads to a screen of the console and does nothing there.
 */
export const linkScheme = 'countinghouse'

const longest = 400

/** The path of a console that may be gone to; what comes from elsewhere is held against it. */
export const consolePath = /^\/[a-z][^\s\\]*$/

/** Null for what is no link of ours. */
export function pathOfLink(text: string): string | null {
  if (!text.startsWith(`${linkScheme}://`) || !URL.canParse(text)) return null
  const { host, pathname, search } = new URL(text)
  // Some systems put a slash behind what they take for a host.
  const path = `/${host}${pathname}`.replace(/\/$/, '') + search
  return consolePath.test(path) && path.length <= longest ? path : null
}

/** Where a start of the app was asked to go by a link among its arguments. */
export const pathIn = (argv: readonly string[]): string | null =>
  argv.map(pathOfLink).find((path) => path !== null) ?? null
