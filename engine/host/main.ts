/**
 * Entry of the Node host: `node main.js --workspace DIR [--port N]`. Checks Node before anything native loads, because an
 * older one would end without a word.
 */
import { keepCompiledCode, writeDownCompiledCode } from '../compiled-code.ts'
import { refuseOldNode } from '../node-version.ts'

refuseOldNode()
keepCompiledCode()
// The threads load what they run on another processor while this one loads the host.
const { prepareThreads } = await import('../threads/waiting-threads.ts')
const threads = prepareThreads()
const { hostProcess } = await import('./host-process.ts')
await hostProcess(process.argv.slice(2), threads)
writeDownCompiledCode()
