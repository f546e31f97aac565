/** `npm run bench -- NAME [options]` runs one benchmark; without a name it says which there are. They print, and prove nothing. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'

const [name, ...options] = process.argv.slice(2)
const self = path.basename(import.meta.filename)
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== self)
  .map((file) => path.basename(file, '.ts'))

if (name !== undefined && names.includes(name)) {
  const file = path.join(import.meta.dirname, `${name}.ts`)
  process.exitCode = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' }).status ?? 1
} else {
  process.stdout.write(`npm run bench -- NAME\n${names.map((each) => `  ${each}\n`).join('')}`)
  process.exitCode = name === undefined ? 0 : 2
}
