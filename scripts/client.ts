/** Makes the client package for other programs out of the contract: `dist/client`, ready to be packed or published. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ended, root, say, start } from './tools.ts'

/** What the contract needs to be called over REST. */
const needed = ['@orpc/client', '@orpc/contract', '@orpc/openapi-client', 'zod']

const target = resolve(process.argv[2] ?? join(root, 'dist', 'client'))
rmSync(target, { recursive: true, force: true })
const code = await ended(start('tsc', ['-p', 'tsconfig.client.json', '--outDir', target]))
if (code === 0) {
  const { version, license, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
    license: string
    dependencies: Record<string, string>
  }
  const manifest = {
    name: '@countinghouse/client',
    version,
    license,
    type: 'module',
    exports: { './*.js': { types: './*.d.ts', import: './*.js' } },
    dependencies: Object.fromEntries(needed.map((name) => [name, dependencies[name]])),
  }
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  copyFileSync(join(root, 'engine', 'contract', 'README.md'), join(target, 'README.md'))
  say(`The client package is in ${target}`)
}
process.exitCode = code
