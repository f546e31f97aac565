/**
 * Keeps what Node compiled beside the program, so that the next start need not compile it again. It lies where the program
 * lies: whoever can write there could as well have written another program. Where nobody may write, nothing is kept.
 */
import nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

export function keepCompiledCode(): void {
  // From the sources there is nothing to keep it beside, and Electron's Node may be too old to.
  if (import.meta.url.endsWith('.ts') || nodeModule.enableCompileCache === undefined) return
  const folder = fileURLToPath(new URL('../compiled', import.meta.url))
  const { directory } = nodeModule.enableCompileCache(folder)
  // What is enabled here is so for this thread alone; those that it starts read the environment.
  if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= folder
}

/** Node writes down what it compiled when a thread ends, and a host may be ended by force. */
export function writeDownCompiledCode(): void {
  nodeModule.flushCompileCache?.()
}
