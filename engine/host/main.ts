/**
 * Entry of the Node host: `node main.js --workspace DIR [--port N]`. Checks Node before anything native loads, because an
 * older one would end without a word.
 */
import { refuseOldNode } from '../node-version.ts'

refuseOldNode()
const { hostProcess } = await import('./host-process.ts')
await hostProcess(process.argv.slice(2))
