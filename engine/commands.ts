/** Every command there is, by name. The writer thread runs them; the answering thread knows their types and topics. */
import { setPreference } from './access/preferences.ts'
import { addUser, notePassphrase, noteSignIn, removeUser, setRoles } from './access/users.ts'
import { note, noteRefusal } from './audit/note.ts'
import { holdBatch, noteDropRemoved, receiveBatch, rejectBatch, sealBatch } from './ingest/batch-commands.ts'
import { postRows } from './ingest/post-rows.ts'
import { endJob, planJob, registerJobs, startJob } from './jobs/job-commands.ts'
import { addProducer } from './producers/producers.ts'
import { foundWorkspace, noteGeneration, noteRotation } from './workspace/workspace-commands.ts'

export const commands = {
  'workspace.found': foundWorkspace,
  'keys.noteRotation': noteRotation,
  'keys.noteGeneration': noteGeneration,
  'users.add': addUser,
  'users.setRoles': setRoles,
  'users.remove': removeUser,
  'users.notePassphrase': notePassphrase,
  'users.noteSignIn': noteSignIn,
  'preferences.set': setPreference,
  'audit.note': note,
  'audit.noteRefusal': noteRefusal,
  'jobs.register': registerJobs,
  'jobs.start': startJob,
  'jobs.end': endJob,
  'jobs.plan': planJob,
  'producers.add': addProducer,
  'ingest.receive': receiveBatch,
  'ingest.dropRemoved': noteDropRemoved,
  'ingest.reject': rejectBatch,
  'ingest.hold': holdBatch,
  'ingest.postRows': postRows,
  'ingest.seal': sealBatch,
}
export type Commands = typeof commands
