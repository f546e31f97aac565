/** Every query there is, by name. The reader threads run them. */

import { readPreferences } from './access/preferences.ts'
import { findUserQuery, listUsers } from './access/users.ts'
import { anyToExpire, findProposal, listProposals } from './approvals/list.ts'
import { kindsOf } from './approvals/review.ts'
import { readHead } from './audit/anchor.ts'
import { auditFacets, listAudit } from './audit/list.ts'
import { verifyChain } from './audit/verify.ts'
import { knownCallers, listCallers } from './callers/list.ts'
import { findBulk, listBulkItems, listBulks, pendingItems, refusalReasons, runningBulks } from './cases/bulk/bulk.ts'
import { reviewBulk } from './cases/bulk/review.ts'
import { findCase } from './cases/find-case.ts'
import { linesLeft } from './cases/lines-left.ts'
import { listCasePeople } from './cases/people.ts'
import { writeClientStatement } from './client-statements/statement.ts'
import { archivedPack, findPack, listPacks, nextWaiting } from './close-pack/pack-records.ts'
import { writePack } from './close-pack/write-pack.ts'
import { previewAskClient } from './contact/ask-client.ts'
import { previewAskProducer } from './contact/ask-producer.ts'
import { findCaseMark } from './contact/case-in-hand.ts'
import { findClientContact } from './contact/client-contact.ts'
import { anyToFollowUp } from './contact/follow-up.ts'
import { writeTestLetter } from './contact/letter.ts'
import { mailStatus } from './contact/mail-password.ts'
import { findMessage, listMessages } from './contact/messages.ts'
import { anySending, mailServer, nextToSend } from './contact/outbox-commands.ts'
import { questionPage } from './contact/question-page.ts'
import { refusedPlace } from './contact/refused-row.ts'
import { previewPlain } from './contact/write.ts'
import { exceptionsByIds, listExceptions } from './exceptions/exceptions.ts'
import { anyHeldDue } from './exceptions/expire-held.ts'
import { countCases } from './exceptions/queue/counts.ts'
import { caseFacets } from './exceptions/queue/facets.ts'
import { groupCases } from './exceptions/queue/groups.ts'
import { measureCases } from './exceptions/queue/measures.ts'
import { matchingSince } from './exceptions/queue/newer.ts'
import { pickedInOrder, pickedStake } from './exceptions/queue/picked.ts'
import { caseViewIds } from './exceptions/queue/view-ids.ts'
import { batchOfRow, listExceptionRows } from './exceptions/rows.ts'
import { summariseExceptions } from './exceptions/summary.ts'
import { anyToWake } from './exceptions/wake.ts'
import { anySettlementDue, dueSettlements } from './expected/due.ts'
import { findExpectedDetail, listExpected } from './expected/list.ts'
import { anyOverdue } from './expected/raise.ts'
import { exportsToRemove, findExport, keptExports, listExports, nextExport } from './exports/export-records.ts'
import { missingOfExport, writeExport } from './exports/write-export.ts'
import { anyFundsDue } from './funding/end.ts'
import { listGateways } from './funding/gateways.ts'
import { findFundDetail, listFundRequests, listGatewayEvents } from './funding/list.ts'
import { webhookTerms } from './funding/webhook-secret.ts'
import { anyDue } from './holds/expire.ts'
import { listHolds } from './holds/list.ts'
import { mergeWaits } from './identities/merge.ts'
import {
  archivedBatch,
  archivesInUse,
  batchesByIds,
  batchViewIds,
  leftInDrop,
  listBatches,
  unsealedBatches,
} from './ingest/batch-queries.ts'
import { countBatchRows, listBatchRows } from './ingest/batch-rows.ts'
import { unfinishedReversals } from './ingest/decide/reversal.ts'
import { fileOfBatch, judgedFile } from './ingest/file-of-batch.ts'
import { sentBefore } from './ingest/sent-before.ts'
import { batchesToVerify, verificationMark } from './ingest/verify/verification-commands.ts'
import { findRun, listJobs, listRuns } from './jobs/job-commands.ts'
import { findAccountQuery, listAccounts } from './ledger/accounts-list.ts'
import { findBalance } from './ledger/balance.ts'
import { findClient, listClients } from './ledger/clients.ts'
import { listHistory } from './ledger/history.ts'
import { searchPostings } from './ledger/postings.ts'
import { readStatement } from './ledger/statement.ts'
import { readTransaction } from './ledger/transaction.ts'
import { readTrialBalance } from './ledger/trial-balance.ts'
import { readLive } from './live/live.ts'
import { listLocations } from './locations/locations.ts'
import { anyDigestDue } from './notifications/digest.ts'
import { anyDueToTell } from './notifications/due.ts'
import { countUnread, listNotifications } from './notifications/own.ts'
import { readPreferences as readNotificationPreferences } from './notifications/preferences.ts'
import { anyOld } from './notifications/tidy.ts'
import { readExceptions } from './overview/exceptions.ts'
import { readHealth } from './overview/health.ts'
import { readGap, readReconciled } from './overview/reconciliation.ts'
import { readVolume } from './overview/volume.ts'
import { listItems } from './own-wallet/items.ts'
import { anyToTell, listNotices } from './own-wallet/notices.ts'
import { aboutWallets, readBalances, readSelf } from './own-wallet/own-wallet.ts'
import { anyRefusals } from './own-wallet/refusals.ts'
import { findOwnCase, listOwnCases, readOwnTransaction } from './own-wallet/requests.ts'
import { isSessionOpen } from './own-wallet/sessions.ts'
import { anyOld as anyOldWalletParts } from './own-wallet/tidy.ts'
import { closingPeriods } from './periods/finish.ts'
import { listPeriods } from './periods/list.ts'
import { reckonPeriod } from './periods/root.ts'
import { verifyPeriod } from './periods/verify.ts'
import { agreementInForce, findAgreement, listAgreements } from './producers/agreements.ts'
import { anyExpectationDue } from './producers/expectations.ts'
import { previewFile } from './producers/preview-query.ts'
import { findProducer, listProducers, producerCodes } from './producers/registry.ts'
import { producersToRetry } from './producers/retry-held.ts'
import { producerVolumes } from './producers/volumes.ts'
import { isOwnSigner, receiptNow } from './receipts/standing.ts'
import { writeReceipt } from './receipts/write-receipt.ts'
import { backtest } from './reconcile/backtest.ts'
import { bookableLines } from './reconcile/booking/bookable.ts'
import { findDifferences } from './reconcile/differences.ts'
import { listReconciledAccounts, listReconcileRuns, readReconcileRuns } from './reconcile/look/accounts.ts'
import { findItems } from './reconcile/look/items.ts'
import {
  findMatchInFull,
  findReadMatch,
  listMatches,
  listSuggestions,
  matchesOfItem,
} from './reconcile/look/matches.ts'
import { openPage } from './reconcile/look/open-page.ts'
import { sumItems } from './reconcile/look/sum.ts'
import { listOpening } from './reconcile/opening/opening.ts'
import { reckonParts } from './reconcile/parts/split.ts'
import { planMatches } from './reconcile/plan.ts'
import { proveOmnibus } from './reconcile/proof/prove.ts'
import { anyRunDue } from './reconcile/reconcile-jobs.ts'
import { reconciledAccounts, ruleVersion } from './reconcile/run-commands.ts'
import { anyReportDue, findReport, findReportRun, listReportRuns, listReports } from './reports/report-records.ts'
import { findEverywhere } from './search/search.ts'
import { listCurrencies, listSettings, settingHistory } from './settings/list.ts'
import { weighStatement } from './statements/continuity/weigh.ts'
import {
  anyWaiting,
  fileToRead,
  leftInFolders,
  undecidedStatements,
  unopenedStatements,
  unreadFiles,
} from './statements/intake/work-left.ts'
import { previewSample } from './statements/preview.ts'
import { sourcesInForce } from './statements/sources/sources.ts'
import {
  archivedStatements,
  findFile,
  findStatement,
  listFiles,
  listLines,
  listStatements,
} from './statements/statement-queries.ts'
import { findTrace } from './trace/trace.ts'
import { listWallets } from './wallets/list.ts'
import { findDeliveryDetail, listDeliveries } from './webhooks/deliveries.ts'
import { anySending as anyDelivering, anyFailing, whatToDo } from './webhooks/delivery-commands.ts'
import { findEndpoint, listEndpoints } from './webhooks/endpoint.ts'
import { anyOldEvents } from './webhooks/tidy.ts'
import { copyStore } from './workspace/backup-queries.ts'
import { checkWorkspace } from './workspace/check.ts'
import { readWorkspace } from './workspace/workspace-commands.ts'

export const queries = {
  'workspace.get': readWorkspace,
  'workspace.check': checkWorkspace,
  'workspace.copyStore': copyStore,
  'users.list': listUsers,
  'users.find': findUserQuery,
  'callers.list': listCallers,
  'callers.known': knownCallers,
  'preferences.read': readPreferences,
  'audit.head': readHead,
  'audit.list': listAudit,
  'audit.facets': auditFacets,
  'audit.verify': verifyChain,
  'jobs.list': listJobs,
  'jobs.runs': listRuns,
  'jobs.findRun': findRun,
  'producers.list': listProducers,
  'producers.codes': producerCodes,
  'producers.find': findProducer,
  'producers.agreementInForce': agreementInForce,
  'producers.agreements': listAgreements,
  'producers.agreement': findAgreement,
  'producers.preview': previewFile,
  'producers.anyDue': anyExpectationDue,
  'producers.toRetry': producersToRetry,
  'producers.volumes': producerVolumes,
  'ingest.sentBefore': sentBefore,
  'batches.list': listBatches,
  'batches.byIds': batchesByIds,
  'batches.viewIds': batchViewIds,
  'batches.rows': listBatchRows,
  'batches.counts': countBatchRows,
  'batches.unsealed': unsealedBatches,
  'batches.leftInDrop': leftInDrop,
  'batches.archives': archivesInUse,
  'batches.archived': archivedBatch,
  'batches.toUndo': unfinishedReversals,
  'batches.file': fileOfBatch,
  'batches.judgedFile': judgedFile,
  'batches.toVerify': batchesToVerify,
  'batches.verificationMark': verificationMark,
  'identities.mergeWaits': mergeWaits,
  'exceptions.list': listExceptions,
  'cases.find': findCase,
  'cases.people': listCasePeople,
  'exceptions.linesLeft': linesLeft,
  'bulk.find': findBulk,
  'bulk.list': listBulks,
  'bulk.reasons': refusalReasons,
  'bulk.items': listBulkItems,
  'bulk.running': runningBulks,
  'bulk.pending': pendingItems,
  'bulk.review': reviewBulk,
  'exceptions.byIds': exceptionsByIds,
  'exceptions.viewIds': caseViewIds,
  'exceptions.matchingSince': matchingSince,
  'exceptions.pickedStake': pickedStake,
  'exceptions.pickedInOrder': pickedInOrder,
  'exceptions.counts': countCases,
  'exceptions.facets': caseFacets,
  'exceptions.groups': groupCases,
  'exceptions.measures': measureCases,
  'exceptions.rows': listExceptionRows,
  'exceptions.batchOfRow': batchOfRow,
  'exceptions.summary': summariseExceptions,
  'exceptions.anyHeldDue': anyHeldDue,
  'exceptions.anyToWake': anyToWake,
  'search.find': findEverywhere,
  'trace.of': findTrace,
  'clients.list': listClients,
  'clients.find': findClient,
  'ledger.balance': findBalance,
  'ledger.history': listHistory,
  'clients.contact': findClientContact,
  'contact.messages': listMessages,
  'contact.message': findMessage,
  'contact.caseMark': findCaseMark,
  'contact.status': mailStatus,
  'contact.previewAskClient': previewAskClient,
  'contact.previewAskProducer': previewAskProducer,
  'contact.previewPlain': previewPlain,
  'contact.testLetter': writeTestLetter,
  'contact.refusedPlace': refusedPlace,
  'contact.questionPage': questionPage,
  'contact.mailServer': mailServer,
  'contact.nextToSend': nextToSend,
  'contact.anySending': anySending,
  'contact.anyToFollowUp': anyToFollowUp,
  'accounts.list': listAccounts,
  'accounts.find': findAccountQuery,
  'accounts.statement': readStatement,
  'accounts.postings': searchPostings,
  'accounts.transaction': readTransaction,
  'accounts.trialBalance': readTrialBalance,
  'wallets.list': listWallets,
  'proposals.list': listProposals,
  'proposals.find': findProposal,
  'proposals.kinds': kindsOf,
  'proposals.anyToExpire': anyToExpire,
  'holds.list': listHolds,
  'holds.anyDue': anyDue,
  'expected.list': listExpected,
  'expected.find': findExpectedDetail,
  'expected.due': dueSettlements,
  'expected.anyDue': anySettlementDue,
  'expected.anyOverdue': anyOverdue,
  'funding.list': listFundRequests,
  'funding.find': findFundDetail,
  'funding.gateways': listGateways,
  'funding.events': listGatewayEvents,
  'funding.webhook': webhookTerms,
  'funding.anyDue': anyFundsDue,
  'periods.list': listPeriods,
  'periods.closing': closingPeriods,
  'periods.reckon': reckonPeriod,
  'periods.verify': verifyPeriod,
  'closePacks.list': listPacks,
  'closePacks.find': findPack,
  'closePacks.archived': archivedPack,
  'closePacks.next': nextWaiting,
  'closePacks.write': writePack,
  'exports.list': listExports,
  'exports.find': findExport,
  'exports.next': nextExport,
  'exports.kept': keptExports,
  'exports.toRemove': exportsToRemove,
  'exports.missing': missingOfExport,
  'exports.write': writeExport,
  'reports.list': listReports,
  'reports.find': findReport,
  'reports.runs': listReportRuns,
  'reports.run': findReportRun,
  'reports.anyDue': anyReportDue,
  'clientStatements.write': writeClientStatement,
  'receipts.write': writeReceipt,
  'receipts.isOwnSigner': isOwnSigner,
  'receipts.now': receiptNow,
  'overview.volume': readVolume,
  'overview.reconciliation': readReconciled,
  'overview.gap': readGap,
  'overview.exceptions': readExceptions,
  'overview.health': readHealth,
  'live.get': readLive,
  'notifications.list': listNotifications,
  'notifications.unread': countUnread,
  'notifications.preferences': readNotificationPreferences,
  'notifications.anyDueToTell': anyDueToTell,
  'notifications.anyDigestDue': anyDigestDue,
  'notifications.anyOld': anyOld,
  'ownWallet.about': aboutWallets,
  'ownWallet.isSessionOpen': isSessionOpen,
  'ownWallet.self': readSelf,
  'ownWallet.balances': readBalances,
  'ownWallet.history': listItems,
  'ownWallet.transaction': readOwnTransaction,
  'ownWallet.cases': listOwnCases,
  'ownWallet.case': findOwnCase,
  'ownWallet.notices': listNotices,
  'ownWallet.anyToTell': anyToTell,
  'ownWallet.anyRefusals': anyRefusals,
  'ownWallet.anyOld': anyOldWalletParts,
  'reconcile.accounts': reconciledAccounts,
  'reconcile.ruleVersion': ruleVersion,
  'reconcile.anyDue': anyRunDue,
  'reconcile.bookable': bookableLines,
  'reconcile.differences': findDifferences,
  'reconcile.plan': planMatches,
  'reconcile.listAccounts': listReconciledAccounts,
  'reconcile.runs': listReconcileRuns,
  'reconcile.runsByIds': readReconcileRuns,
  'reconcile.open': openPage,
  'reconcile.suggestions': listSuggestions,
  'reconcile.sum': sumItems,
  'reconcile.items': findItems,
  'reconcile.reckonParts': reckonParts,
  'reconcile.opening': listOpening,
  'reconcile.match': findReadMatch,
  'reconcile.matches': listMatches,
  'reconcile.matchInFull': findMatchInFull,
  'reconcile.matchesOfItem': matchesOfItem,
  'reconcile.proof': proveOmnibus,
  'reconcile.backtest': backtest,
  'settings.list': listSettings,
  'settings.history': settingHistory,
  'settings.currencies': listCurrencies,
  'settings.locations': listLocations,
  'statements.sources': sourcesInForce,
  'statements.unread': unreadFiles,
  'statements.undecided': undecidedStatements,
  'statements.unopened': unopenedStatements,
  'statements.anyWaiting': anyWaiting,
  'statements.leftInFolders': leftInFolders,
  'statements.fileToRead': fileToRead,
  'statements.weigh': weighStatement,
  'statements.files': listFiles,
  'statements.file': findFile,
  'statements.archived': archivedStatements,
  'statements.list': listStatements,
  'statements.find': findStatement,
  'statements.lines': listLines,
  'statements.preview': previewSample,
  'webhooks.endpoints': listEndpoints,
  'webhooks.endpoint': findEndpoint,
  'webhooks.deliveries': listDeliveries,
  'webhooks.delivery': findDeliveryDetail,
  'webhooks.toDo': whatToDo,
  'webhooks.anySending': anyDelivering,
  'webhooks.anyFailing': anyFailing,
  'webhooks.anyOld': anyOldEvents,
}
export type Queries = typeof queries
