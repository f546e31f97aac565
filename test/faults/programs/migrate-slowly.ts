/** A process that upgrades a store through two slow migrations, and says when it begins. */
import { migrations } from '../../../engine/store/migrations/migrations.ts'
import { upgrade } from '../../../engine/store/upgrade.ts'
import { slowMigrations } from '../slow-migrations.ts'

const [file = '', copies = '', key = ''] = process.argv.slice(2)
process.send?.('begins')
// Given time to go out: everything after this line blocks the thread.
setTimeout(() => {
  upgrade({
    file,
    copies,
    key: Buffer.from(key, 'hex'),
    migrations: [...migrations, ...slowMigrations(migrations.length)],
  })
  process.send?.('done')
}, 5)
