import { S3ServiceException } from '@aws-sdk/client-s3'
import { OperatorError } from '../../base/operator-error.ts'
import { Problem } from '../../base/problem.ts'

/** Codes of errors [docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html], and those that other stores have for the same. */
const noSuchBucket = 'NoSuchBucket'
const wrongKeys = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidToken',
  'ExpiredToken',
])
const wrongRegion = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
])
const tooMuch = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'TooManyRequests',
  'RequestLimitExceeded',
])
const full = new Set(['QuotaExceeded', 'InsufficientStorage', 'XMinioStorageFull', 'StorageFull'])
const timedOut = new Set(['TimeoutError', 'RequestTimeout', 'AbortError'])

const retryAfterSeconds = 5

/** Whether there is no object of this name. */
export const isNoSuchKey = (error: unknown): boolean => codeOf(error) === 'NoSuchKey'

/** Whether an upload in parts is over, or was given up by another node. */
export const isNoSuchUpload = (error: unknown): boolean => codeOf(error) === 'NoSuchUpload'

/** What callers are told of an error of the store: a Problem `storage-unavailable`, with the error as its cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const problem = new Problem('storage-unavailable', sentenceOf(error), { retryAfterSeconds })
  return Object.assign(problem, { cause: error })
}

function sentenceOf(error: unknown): string {
  const code = codeOf(error)
  if (timedOut.has(code)) return 'The file store took too long.'
  if (!(error instanceof S3ServiceException)) return 'The file store cannot be reached.'
  if (code === noSuchBucket) return 'The bucket of the file store is missing.'
  if (tooMuch.has(code)) return 'The file store has too much to do.'
  if (full.has(code) || statusOf(error) === 507) return 'The file store is full.'
  if (statusOf(error) === 403) return 'The file store refuses this server.'
  return 'The file store refused the operation.'
}

/** Names the store to whoever runs the installation. */
export interface Store {
  readonly endpoint?: string
  readonly bucket: string
  readonly region: string
}

/** What whoever runs the installation is told: what is wrong with the settings or with the store, and where to look. */
export function operatorErrorOf(error: unknown, store: Store): OperatorError {
  if (error instanceof OperatorError) return error
  const message = `${placeOf(store)} cannot be used: ${reasonOf(rootOf(error), store)}`
  return Object.assign(new OperatorError(message), { cause: error })
}

export const placeOf = ({ endpoint, bucket, region }: Store): string =>
  `The bucket "${bucket}" at ${endpoint ?? `Amazon S3 in ${region}`}`

function reasonOf(error: unknown, { endpoint, region }: Store): string {
  const code = codeOf(error)
  if (code === 'CredentialsProviderError') {
    return 'there are no keys for it. Set HOCBA_S3_ACCESS_KEY_ID and HOCBA_S3_SECRET_ACCESS_KEY, or give the machine a role.'
  }
  if (!(error instanceof S3ServiceException)) {
    const what = timedOut.has(code)
      ? 'it does not answer in time'
      : `it cannot be reached (${code})`
    return `${what}. Look at HOCBA_S3_ENDPOINT${endpoint === undefined ? ', which is not set,' : ''} and at the network.`
  }
  if (code === noSuchBucket) return 'there is no such bucket. Make it, or look at HOCBA_S3_BUCKET.'
  if (wrongKeys.has(code)) {
    return `it refuses the keys (${code}). Look at HOCBA_S3_ACCESS_KEY_ID, at HOCBA_S3_SECRET_ACCESS_KEY, and at the clock of this machine.`
  }
  if (wrongRegion.has(code))
    return `"${region}" is not its region (${code}). Look at HOCBA_S3_REGION.`
  if (code === 'RequestTimeTooSkewed') return "this machine's clock is too far from the store's."
  if (statusOf(error) === 403) {
    return `it permits too little (${code}); docs/operating.md has the policy that is needed.`
  }
  return `it answers ${statusOf(error) ?? ''} ${code}.`
}

/** The error of the store behind a Problem that was made of it. */
const rootOf = (error: unknown): unknown =>
  error instanceof Problem && error.cause !== undefined ? error.cause : error

const statusOf = (error: S3ServiceException): number | undefined => error.$metadata.httpStatusCode

/** Of the store, of the network, or the name of the error. */
function codeOf(error: unknown): string {
  const { name = '', code } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  if (error instanceof S3ServiceException || timedOut.has(name)) return name
  return typeof code === 'string' ? code : name
}
