/** Every command there is, by name. The writer thread runs them; the answering thread knows their types and topics. */
import { setPreference } from './access/preferences.ts'
import { addUser, notePassphrase, noteSignIn, removeUser, setRoles } from './access/users.ts'
import { commentProposal } from './approvals/comment.ts'
import { approveProposal, declineProposal, expireProposals, withdrawProposal } from './approvals/decide.ts'
import { proposeChange, simulateChange } from './approvals/propose.ts'
import { reviewProposals } from './approvals/review.ts'
import { note, noteRefusal } from './audit/note.ts'
import { addCallerKey, noteCalls, stopCaller } from './callers/key-commands.ts'
import { actOnCase } from './cases/act.ts'
import { doItem } from './cases/bulk/do-item.ts'
import { startBulk, stopBulk } from './cases/bulk/start-bulk.ts'
import { tryDeed } from './cases/effect.ts'
import { askForPack, noteFailed, noteMade } from './close-pack/close-pack-commands.ts'
import { answerByLink, recordAnswer } from './contact/answer.ts'
import { askClient } from './contact/ask-client.ts'
import { askProducer } from './contact/ask-producer.ts'
import { setClientContact } from './contact/client-contact.ts'
import { followUp } from './contact/follow-up.ts'
import { setMailPassword } from './contact/mail-password.ts'
import { beginSending, endSending, noteInterrupted } from './contact/outbox-commands.ts'
import { questionTransaction } from './contact/question-transaction.ts'
import { cancelMessage, sendMessageAgain } from './contact/take-back.ts'
import { sendMessage, tellMessage } from './contact/write.ts'
import { noteCheck } from './exceptions/check-failed.ts'
import { expireHeld } from './exceptions/expire-held.ts'
import { wakeExceptions } from './exceptions/wake.ts'
import { cancelExpected, sendExpected } from './expected/decide.ts'
import { noteOverdue, raiseSettlements } from './expected/raise.ts'
import {
  askForExport,
  beginExport,
  cancelExport,
  noteExportDone,
  noteExportFailed,
  noteExportRemoved,
  putBackExport,
} from './exports/export-commands.ts'
import { createFundRequest } from './funding/create.ts'
import { cancelFundRequest, expireFundRequests } from './funding/end.ts'
import { takeGatewayEvent } from './funding/take-event.ts'
import { issueVirtualIban } from './funding/virtual-iban.ts'
import { setWebhookSecret } from './funding/webhook-secret.ts'
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
import { noteVerified } from './ingest/verify/verification-commands.ts'
import { endJob, noteJobProgress, planJob, registerJobs, startJob } from './jobs/job-commands.ts'
import { openAccount } from './ledger/open-account.ts'
import { sendDigests } from './notifications/digest.ts'
import { tellOfDue } from './notifications/due.ts'
import { markRead } from './notifications/own.ts'
import { setPreferences } from './notifications/preferences.ts'
import { removeOld } from './notifications/tidy.ts'
import { performOperation } from './operations/perform.ts'
import { refundOrder } from './operations/refund-order.ts'
import { askCode, tryCode } from './own-wallet/challenge.ts'
import { setNotices, tellClients } from './own-wallet/notices.ts'
import { setLanguage } from './own-wallet/own-wallet.ts'
import { writeRefusals } from './own-wallet/refusals.ts'
import { askAbout } from './own-wallet/requests.ts'
import { endSessions, useSession } from './own-wallet/sessions.ts'
import { removeOld as removeOldWalletParts } from './own-wallet/tidy.ts'
import { sealPeriod } from './periods/finish.ts'
import { takePolicy } from './policy/take-policy.ts'
import { noteDue } from './producers/expectations.ts'
import { addProducer, changeProducer } from './producers/producers.ts'
import { retryHeld } from './producers/retry-held.ts'
import { suspendProducer } from './producers/suspension.ts'
import { bookLines } from './reconcile/booking/book-lines.ts'
import { settleExpected } from './reconcile/booking/settle-expected.ts'
import { bookUnknownPayer } from './reconcile/booking/unknown-payer.ts'
import { noteDifferences } from './reconcile/differences.ts'
import { finaliseMatches } from './reconcile/finalise.ts'
import { applyMatches, replaceSuggestions } from './reconcile/matches/apply.ts'
import { makeMatch, undoMatch } from './reconcile/matches/by-hand.ts'
import { putInOpening, takeFromOpening } from './reconcile/opening/opening.ts'
import { joinParts, splitItem } from './reconcile/parts/split.ts'
import { beginRun, endRun, indexReferences, takePostings, undoProvisional } from './reconcile/run-commands.ts'
import { changeReport, makeReport, pauseReport, removeReport } from './reports/report-commands.ts'
import { runDueReport, runReport } from './reports/report-runs.ts'
import { acceptStatement, markRepeats, openStatement } from './statements/continuity/accept.ts'
import { retryWaiting } from './statements/continuity/retry.ts'
import { finishReading, forgetRead, refuseFile } from './statements/intake/end-reading.ts'
import { noteRead } from './statements/intake/note-read.ts'
import { noteFolderLeft, receiveStatements } from './statements/intake/receive.ts'
import { removeAutoTopUp, setAutoTopUp } from './wallets/auto-top-up.ts'
import { openVirtualAccount, openWallet } from './wallets/open.ts'
import { closeWallet, freezeWallet, unfreezeWallet } from './wallets/state.ts'
import {
  beginDeliveries,
  endDelivery,
  noteInterrupted as noteCutOff,
  pauseFailing,
} from './webhooks/delivery-commands.ts'
import { newSecret, pauseEndpoint, removeEndpoint, resumeEndpoint, testEndpoint } from './webhooks/endpoint-commands.ts'
import { replayDelivery, replayPiece, replaySince } from './webhooks/replay.ts'
import { tellWallets } from './webhooks/tell-wallets.ts'
import { removeOldEvents } from './webhooks/tidy.ts'
import { foundWorkspace, noteGeneration, noteRotation } from './workspace/workspace-commands.ts'

export const commands = {
  'workspace.found': foundWorkspace,
  'keys.noteRotation': noteRotation,
  'keys.noteGeneration': noteGeneration,
  'users.add': addUser,
  'callers.newKey': addCallerKey,
  'callers.stop': stopCaller,
  'callers.noteCalls': noteCalls,
  'users.setRoles': setRoles,
  'users.remove': removeUser,
  'users.notePassphrase': notePassphrase,
  'users.noteSignIn': noteSignIn,
  'preferences.set': setPreference,
  'audit.note': note,
  'audit.noteRefusal': noteRefusal,
  'jobs.register': registerJobs,
  'jobs.start': startJob,
  'jobs.noteProgress': noteJobProgress,
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
  'batches.noteVerified': noteVerified,
  'identities.merge': mergeIdentities,
  'exceptions.act': actOnCase,
  'exceptions.try': tryDeed,
  'bulk.start': startBulk,
  'bulk.stop': stopBulk,
  'bulk.do': doItem,
  'exceptions.expireHeld': expireHeld,
  'exceptions.noteCheck': noteCheck,
  'exceptions.wake': wakeExceptions,
  'clients.setContact': setClientContact,
  'contact.askClient': askClient,
  'contact.askProducer': askProducer,
  'contact.send': sendMessage,
  'contact.tell': tellMessage,
  'contact.recordAnswer': recordAnswer,
  'contact.answerByLink': answerByLink,
  'contact.cancel': cancelMessage,
  'contact.sendAgain': sendMessageAgain,
  'contact.questionTransaction': questionTransaction,
  'contact.setMailPassword': setMailPassword,
  'contact.beginSending': beginSending,
  'contact.endSending': endSending,
  'contact.noteInterrupted': noteInterrupted,
  'contact.followUp': followUp,
  'accounts.open': openAccount,
  'wallets.open': openWallet,
  'wallets.openVirtualAccount': openVirtualAccount,
  'wallets.freeze': freezeWallet,
  'wallets.unfreeze': unfreezeWallet,
  'wallets.close': closeWallet,
  'wallets.setAutoTopUp': setAutoTopUp,
  'wallets.removeAutoTopUp': removeAutoTopUp,
  'operations.perform': performOperation,
  'operations.refundOrder': refundOrder,
  'holds.place': placeHold,
  'holds.capture': captureHold,
  'holds.release': releaseHold,
  'holds.expire': expireHolds,
  'expected.raise': raiseSettlements,
  'expected.noteOverdue': noteOverdue,
  'expected.send': sendExpected,
  'expected.cancel': cancelExpected,
  'funding.create': createFundRequest,
  'funding.cancel': cancelFundRequest,
  'funding.expire': expireFundRequests,
  'funding.takeEvent': takeGatewayEvent,
  'funding.setWebhookSecret': setWebhookSecret,
  'wallets.issueVirtualIban': issueVirtualIban,
  'proposals.propose': proposeChange,
  'proposals.simulate': simulateChange,
  'proposals.review': reviewProposals,
  'proposals.approve': approveProposal,
  'proposals.decline': declineProposal,
  'proposals.withdraw': withdrawProposal,
  'proposals.comment': commentProposal,
  'proposals.expire': expireProposals,
  'periods.seal': sealPeriod,
  'policy.take': takePolicy,
  'closePacks.ask': askForPack,
  'closePacks.noteMade': noteMade,
  'closePacks.noteFailed': noteFailed,
  'exports.ask': askForExport,
  'exports.begin': beginExport,
  'exports.putBack': putBackExport,
  'exports.noteDone': noteExportDone,
  'exports.noteFailed': noteExportFailed,
  'exports.cancel': cancelExport,
  'exports.noteRemoved': noteExportRemoved,
  'reports.make': makeReport,
  'reports.change': changeReport,
  'reports.pause': pauseReport,
  'reports.remove': removeReport,
  'reports.runNow': runReport,
  'reports.runDue': runDueReport,
  'reconcile.takePostings': takePostings,
  'reconcile.begin': beginRun,
  'reconcile.undoProvisional': undoProvisional,
  'reconcile.index': indexReferences,
  'reconcile.apply': applyMatches,
  'reconcile.suggest': replaceSuggestions,
  'reconcile.book': bookLines,
  'reconcile.bookUnknown': bookUnknownPayer,
  'reconcile.settleExpected': settleExpected,
  'reconcile.finalise': finaliseMatches,
  'reconcile.noteDifferences': noteDifferences,
  'reconcile.end': endRun,
  'reconcile.match': makeMatch,
  'reconcile.unmatch': undoMatch,
  'reconcile.split': splitItem,
  'reconcile.join': joinParts,
  'reconcile.setOpening': putInOpening,
  'reconcile.unsetOpening': takeFromOpening,
  'notifications.tellOfDue': tellOfDue,
  'notifications.sendDigests': sendDigests,
  'notifications.markRead': markRead,
  'notifications.setPreferences': setPreferences,
  'notifications.removeOld': removeOld,
  'ownWallet.askCode': askCode,
  'ownWallet.tryCode': tryCode,
  'ownWallet.useSession': useSession,
  'ownWallet.endSessions': endSessions,
  'ownWallet.setLanguage': setLanguage,
  'ownWallet.askAbout': askAbout,
  'ownWallet.setNotices': setNotices,
  'ownWallet.tell': tellClients,
  'ownWallet.writeRefusals': writeRefusals,
  'ownWallet.removeOld': removeOldWalletParts,
  'statements.receive': receiveStatements,
  'statements.folderLeft': noteFolderLeft,
  'statements.noteRead': noteRead,
  'statements.forgetRead': forgetRead,
  'statements.refuse': refuseFile,
  'statements.finishReading': finishReading,
  'statements.markRepeats': markRepeats,
  'statements.accept': acceptStatement,
  'statements.open': openStatement,
  'statements.retry': retryWaiting,
  'webhooks.pause': pauseEndpoint,
  'webhooks.resume': resumeEndpoint,
  'webhooks.remove': removeEndpoint,
  'webhooks.newSecret': newSecret,
  'webhooks.test': testEndpoint,
  'webhooks.tellWallets': tellWallets,
  'webhooks.beginDeliveries': beginDeliveries,
  'webhooks.endDelivery': endDelivery,
  'webhooks.noteInterrupted': noteCutOff,
  'webhooks.pauseFailing': pauseFailing,
  'webhooks.replay': replayDelivery,
  'webhooks.replaySince': replaySince,
  'webhooks.replayPiece': replayPiece,
  'webhooks.removeOld': removeOldEvents,
}
export type Commands = typeof commands
