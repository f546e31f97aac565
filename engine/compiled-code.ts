/**
 * Keeps what Node compiled beside the program, so that the next start need not compile it again. It lies where the program
 * lies: whoever can write there could as well have written another program. Where nobody may write, nothing is kept.
 */
import nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

/** Answers how to write down what was compiled until now; Node would do it when it ends, and a host may be ended by force. */
export function keepCompiledCode(): () => void {
  // From the sources there is nothing to keep it beside, and Electron's Node may be too old to.
  if (import.meta.url.endsWith('.ts') || nodeModule.enableCompileCache === undefined) return () => {}
  nodeModule.enableCompileCache(fileURLToPath(new URL('../compiled', import.meta.url)))
  return () => nodeModule.flushCompileCache()
}
