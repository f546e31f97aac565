/** A process of its own that holds a workspace's lock until somebody kills it. */
import { layoutOf } from '../../engine/workspace/layout.ts'
import { takeLock } from '../../engine/workspace/lock.ts'

const lock = takeLock(layoutOf(process.argv[2] ?? ''), 'host')
process.send?.('held')
// Holding on to it also keeps it from being collected.
setTimeout(() => lock.release(), 600_000)
