/**
 * A process that replaces the master key again and again, until it is killed: the same steps in the same order as the
 * engine's, without its reader and intake threads, so that most of its life is spent in the steps that matter.
 */
import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { readKeyFile } from '../../../engine/keys/key-file.ts'
import { type KeyRing, openWith, ringOf } from '../../../engine/keys/key-ring.ts'
import { connect } from '../../../engine/store/connection.ts'
import { runWriter } from '../../../engine/store/writer-loop.ts'
import { layoutOf } from '../../../engine/workspace/layout.ts'
import { passphraseOf } from '../../workspace-fixture.ts'

const [directory = '', user = ''] = process.argv.slice(2)
const { keys, store: file, upgrades: copies } = layoutOf(directory)
const rings = (await openWith(readKeyFile(keys), 'user', user, passphraseOf(user))).map((each) => ringOf(keys, each))
const opened = rings.find((each) => opens(each.keys.store))
if (opened === undefined) throw new Error('no key fits')
await write(opened, opened, rings)
process.send?.('rotates')
for (let ring = opened; ; ) {
  const next = ring.beginRotation()
  await write(ring, next, [ring])
  process.send?.('rotates')
  ring = next
}

/** What the writer thread does from its start to its end, with the key file settled when it has started. */
async function write(from: KeyRing, to: KeyRing, earlier: readonly KeyRing[]): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const newKey = to === from ? undefined : to.keys.store
  const earlierChainKeys = earlier.map((each) => each.keys.chain)
  runWriter(port1, {}, { file, copies, key: from.keys.store, newKey, chainKey: to.keys.chain, earlierChainKeys })
  const [started] = (await once(port2, 'message')) as [{ is: string }]
  if (started.is !== 'value') throw new Error(JSON.stringify(started))
  to.settle()
  const closed = once(port2, 'close')
  port2.ref()
  port2.postMessage({ goodbye: true })
  await closed
}

function opens(key: Buffer): boolean {
  try {
    connect({ file, key, mode: 'read' }).close()
    return true
  } catch {
    return false
  }
}
