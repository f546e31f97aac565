/**
 * A process that replaces the master key again and again, until it is killed: the same steps as the engine's, without its
 * reader and intake threads, so that most of its life is spent in the step that matters.
 */

import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { readKeyFile } from '../../engine/keys/key-file.ts'
import { openWith, ringOf } from '../../engine/keys/key-ring.ts'
import { connect } from '../../engine/store/connection.ts'
import { runWriter } from '../../engine/store/writer-loop.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { passphraseOf } from '../workspace-fixture.ts'

const [directory = '', user = ''] = process.argv.slice(2)
const { keys, store: file, upgrades: copies } = layoutOf(directory)
const rings = (await openWith(readKeyFile(keys), 'user', user, passphraseOf(user))).map((each) => ringOf(keys, each))
const opened = rings.find((each) => opens(each.keys.store))
if (opened === undefined) throw new Error('no key fits')
opened.settle()
process.send?.('rotates')
for (let ring = opened; ; ) {
  const next = ring.beginRotation()
  const { port1, port2 } = new MessageChannel()
  const [key, newKey, chainKey] = [ring.keys.store, next.keys.store, next.keys.chain]
  const earlierChainKeys = rings.concat(ring).map((each) => each.keys.chain)
  runWriter(port1, {}, { file, copies, key, newKey, chainKey, earlierChainKeys })
  const [started] = (await once(port2, 'message')) as [{ is: string }]
  if (started.is !== 'value') throw new Error(JSON.stringify(started))
  next.settle()
  port2.postMessage({ goodbye: true })
  await once(port2, 'close')
  process.send?.('rotates')
  ring = next
}

function opens(key: Buffer): boolean {
  try {
    connect({ file, key, mode: 'read' }).close()
    return true
  } catch {
    return false
  }
}
