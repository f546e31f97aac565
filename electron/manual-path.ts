/** Where the manual lies among our own pages. The console links to it by the same paths, wherever that comes from. */
const pattern = /^\/manual\/(?:en|zh-HK)\/[a-z]+\.html$/

export const manualPath = (locale: string): string => `/manual/${/^zh\b/i.test(locale) ? 'zh-HK' : 'en'}/index.html`

/** The path of a page of the manual; null for every other address. What is opened is always our own copy of it. */
export function manualPathOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { pathname } = new URL(address)
  return pattern.test(pathname) ? pathname : null
}
