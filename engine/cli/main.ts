/** Entry of the command line. Node is checked before anything native loads, because an older one ends without a word. */
import { keepCompiledCode } from '../compiled-code.ts'
import { refuseOldNode } from '../node-version.ts'

refuseOldNode()
keepCompiledCode()
const { runProcess } = await import('./process.ts')
await runProcess(process.argv.slice(2))
