import path from 'node:path'
import { proveWorkspace } from '../ledger/check-handlers.ts'
import { api, sessionOf } from '../router/api.ts'
import { backUp } from './backup.ts'

export const workspaceHandlers = {
  status: api.workspace.status.handler(({ context: { engine } }) => ({
    state: engine.isOpen ? ('open' as const) : ('sealed' as const),
    name: path.basename(engine.directory),
    version: engine.version,
  })),

  get: api.workspace.get.handler(async ({ context: { engine } }) => {
    const { store } = await engine.opened()
    const { uid: _, ...record } = await store.read('workspace.get', null)
    // Four eyes need two people: until a second approver exists, changes that would be proposals are made at once.
    const setUpMode = record.approvers < 2
    return { ...record, directory: engine.directory, dropDirectory: engine.layout.drop, setUpMode }
  }),

  check: api.workspace.check.handler(({ input, context }) => proveWorkspace(context, { deep: input.deep })),

  backup: api.workspace.backup.handler(async ({ input, context: { engine, ...context } }) => {
    const workspace = await engine.opened()
    const to = input.to ?? engine.defaultBackupDirectory()
    const backup = await backUp(workspace, engine.layout, to)
    const detail = { files: backup.files, bytes: backup.bytes, auditRecords: backup.auditRecords }
    const note = { action: 'workspace.backup', subject: 'workspace', outcome: 'done', detail }
    // A backup takes its time: the master may have been replaced meanwhile, and the store with it opened anew.
    const { store } = await engine.opened()
    await store.write('audit.note', note, sessionOf(context).user.name)
    return backup
  }),
}
