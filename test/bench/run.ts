/** `npm run bench -- NAME [options]` runs one benchmark; without a name it says which there are. They print, and prove nothing. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { builtThreads, setup, teardown } from '../built-programs.ts'

const [name, ...options] = process.argv.slice(2)
const self = path.basename(import.meta.filename)
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== self)
  .map((file) => path.basename(file, '.ts'))

if (name !== undefined && names.includes(name)) {
  const file = path.join(import.meta.dirname, `${name}.ts`)
  // Threads as they are installed: from the sources each would also hold what strips the types.
  await setup()
  const env = { ...process.env, ...builtThreads }
  process.exitCode = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit', env }).status ?? 1
  teardown()
} else {
  process.stdout.write(`npm run bench -- NAME\n${names.map((each) => `  ${each}\n`).join('')}`)
  process.exitCode = name === undefined ? 0 : 2
}
