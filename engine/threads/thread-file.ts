/**
 * Where a thread's entry file is: beside the sources when the engine runs from them, in the one flat folder of the
 * build otherwise. Tests run the sources and build the threads alone, because an engine starts four of them; what is
 * installed never asks the environment.
 */
import path from 'node:path'
import { pathToFileURL } from 'node:url'

export type ThreadName = 'writer' | 'reader' | 'intake'

export function threadFile(name: ThreadName): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./${name}.js`, import.meta.url)
  const built = process.env.COUNTINGHOUSE_BUILT_THREADS
  if (built !== undefined) return pathToFileURL(path.join(built, `${name}.js`))
  return new URL(`../${name}.ts`, import.meta.url)
}
