/**
 * Makes the workspace of the end-to-end tests, as a program of its own: the test runner compiles what it imports by the
 * compiler's path mapping, under which the native SQLite is a declaration file.
 */
import type { NewWorkspace } from '../../engine/workspace/create.ts'
import { createWorkspace } from '../../engine/workspace/create.ts'

const { recoveryKey } = await createWorkspace(JSON.parse(process.argv[2] ?? '') as NewWorkspace)
process.stdout.write(recoveryKey)
