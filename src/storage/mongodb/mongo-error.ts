import {
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb'
import { Problem } from '../../base/problem.ts'

/** Codes of the server that matter here [mongodb.com/docs/manual/reference/error-codes]. */
const outOfDiskSpace = 14031
const exceededMemoryOrDisk = new Set([outOfDiskSpace, 292])
const transactionTooLarge = 393
const unauthorised = new Set([13, 18])
const maxTimeExpired = new Set([50, 262])
const duplicateKeys = new Set([11000, 11001, 12582])
const notPrimary = new Set([91, 189, 10107, 11600, 11602, 13435, 13436])

const retryAfterSeconds = 5

/** Whether a unique key was taken. In a transaction that is a race, since whoever inserts has looked before. */
export const isDuplicateKey = (error: unknown): boolean => {
  const code = codeOf(error)
  return code !== undefined && duplicateKeys.has(code)
}

/** Whether the same transaction may well succeed when it is run again. */
export const isPassing = (error: unknown): boolean =>
  isDuplicateKey(error) ||
  (error instanceof MongoError &&
    (error.hasErrorLabel(MongoErrorLabel.TransientTransactionError) ||
      error.hasErrorLabel(MongoErrorLabel.RetryableWriteError)))

/** Notes that what could not be committed may be stored all the same, unless the server says that it is not. @returns whether it may */
export function markUnsettled(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false
  if (error.hasErrorLabel(MongoErrorLabel.TransientTransactionError)) return false
  error.addErrorLabel(MongoErrorLabel.UnknownTransactionCommitResult)
  return true
}

/**
 * What a caller is told of an error of the driver or the server: always a Problem `storage-unavailable`, with the error as its
 * cause. Other errors are passed on as they are.
 */
export function problemOf(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error
  return Object.assign(
    new Problem('storage-unavailable', sentenceOf(error), { retryAfterSeconds }),
    {
      cause: error,
    },
  )
}

function sentenceOf(error: MongoError): string {
  if (error.hasErrorLabel(MongoErrorLabel.UnknownTransactionCommitResult)) {
    return 'The database server did not say whether this was stored.'
  }
  if (error instanceof MongoServerSelectionError) return 'The database server cannot be reached.'
  if (error instanceof MongoNetworkError) return 'The connection to the database server broke.'
  const code = codeOf(error)
  if (code === undefined) return 'The database did not answer as it should.'
  if (exceededMemoryOrDisk.has(code)) return "The database server's disk is full."
  if (code === transactionTooLarge) return "The write is too large for the database server's cache."
  if (unauthorised.has(code)) return 'The database server refuses the user of this server.'
  if (maxTimeExpired.has(code)) return 'The database server took too long.'
  if (notPrimary.has(code)) return 'The database servers are choosing a new primary.'
  return 'The database server refused the operation.'
}

function codeOf(error: unknown): number | undefined {
  const code = error instanceof MongoServerError ? error.code : undefined
  return typeof code === 'number' ? code : undefined
}
