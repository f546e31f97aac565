/**
 * Where a thread's entry file is: beside the sources when the engine runs from them, in the one flat folder of the
 * build otherwise.
 */
export type ThreadName = 'writer' | 'reader' | 'intake'

export function threadFile(name: ThreadName): URL {
  const fromSources = import.meta.url.endsWith('.ts')
  return new URL(fromSources ? `../${name}.ts` : `./${name}.js`, import.meta.url)
}
