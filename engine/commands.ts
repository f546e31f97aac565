/** Every command there is, by name. The writer thread runs them; the answering thread knows their types and topics. */
import { setPreference } from './access/preferences.ts'
import { addUser, notePassphrase, noteSignIn, removeUser, setRoles } from './access/users.ts'
import { commentProposal } from './approvals/comment.ts'
import { approveProposal, declineProposal, expireProposals, withdrawProposal } from './approvals/decide.ts'
import { proposeChange, simulateChange } from './approvals/propose.ts'
import { note, noteRefusal } from './audit/note.ts'
import { expireHeld } from './exceptions/expire-held.ts'
import { captureHold, releaseHold } from './holds/end.ts'
import { expireHolds } from './holds/expire.ts'
import { placeHold } from './holds/place.ts'
import { mergeIdentities } from './identities/merge.ts'
import { beginCheck, judgeBatch, noteFaults, rejectUnreadable } from './ingest/check/check-commands.ts'
import { recheckBatch } from './ingest/decide/recheck.ts'
import { rejectBatch } from './ingest/decide/reject.ts'
import { undoReversed } from './ingest/decide/reversal.ts'
import { postBlock } from './ingest/posting/post-block.ts'
import { sealBatch } from './ingest/posting/seal.ts'
import { settleSmall } from './ingest/posting/settle-small.ts'
import { noteDropRemoved, receiveBatch } from './ingest/receive.ts'
import { endJob, planJob, registerJobs, startJob } from './jobs/job-commands.ts'
import { openAccount } from './ledger/open-account.ts'
import { performOperation } from './operations/perform.ts'
import { sealPeriod } from './periods/finish.ts'
import { noteDue } from './producers/expectations.ts'
import { addProducer, changeProducer } from './producers/producers.ts'
import { retryHeld } from './producers/retry-held.ts'
import { suspendProducer } from './producers/suspension.ts'
import { removeAutoTopUp, setAutoTopUp } from './wallets/auto-top-up.ts'
import { openVirtualAccount, openWallet } from './wallets/open.ts'
import { closeWallet, freezeWallet, unfreezeWallet } from './wallets/state.ts'
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
  'producers.change': changeProducer,
  'producers.suspend': suspendProducer,
  'producers.retryHeld': retryHeld,
  'producers.noteDue': noteDue,
  'ingest.receive': receiveBatch,
  'ingest.dropRemoved': noteDropRemoved,
  'ingest.beginCheck': beginCheck,
  'ingest.noteFaults': noteFaults,
  'ingest.judge': judgeBatch,
  'ingest.rejectUnreadable': rejectUnreadable,
  'ingest.settleSmall': settleSmall,
  'ingest.post': postBlock,
  'ingest.seal': sealBatch,
  'batches.reject': rejectBatch,
  'batches.recheck': recheckBatch,
  'batches.undoRows': undoReversed,
  'identities.merge': mergeIdentities,
  'exceptions.expireHeld': expireHeld,
  'accounts.open': openAccount,
  'wallets.open': openWallet,
  'wallets.openVirtualAccount': openVirtualAccount,
  'wallets.freeze': freezeWallet,
  'wallets.unfreeze': unfreezeWallet,
  'wallets.close': closeWallet,
  'wallets.setAutoTopUp': setAutoTopUp,
  'wallets.removeAutoTopUp': removeAutoTopUp,
  'operations.perform': performOperation,
  'holds.place': placeHold,
  'holds.capture': captureHold,
  'holds.release': releaseHold,
  'holds.expire': expireHolds,
  'proposals.propose': proposeChange,
  'proposals.simulate': simulateChange,
  'proposals.approve': approveProposal,
  'proposals.decline': declineProposal,
  'proposals.withdraw': withdrawProposal,
  'proposals.comment': commentProposal,
  'proposals.expire': expireProposals,
  'periods.seal': sealPeriod,
}
export type Commands = typeof commands
