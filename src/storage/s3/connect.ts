import { S3Client } from '@aws-sdk/client-s3'

/** Where files are, and how the store is spoken to. */
export interface S3Place {
  /** Undefined for Amazon's own. */
  readonly endpoint?: string
  readonly bucket: string
  readonly region: string
  /** Begins the names of all objects; empty, or with a slash at its end. */
  readonly prefix: string
  readonly isPathStyle: boolean
  /** Else the client looks for keys where Amazon's tools keep them. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** How often a request is sent before its error counts. */
const attemptsMax = 3
const connectMilliseconds = 5_000
/** Where a request does not say it: pages of a long list. */
const answerMilliseconds = 15_000

/** Opens no connection yet. */
export const connectS3 = (place: S3Place): S3Client =>
  new S3Client({
    region: place.region,
    forcePathStyle: place.isPathStyle,
    ...(place.endpoint !== undefined && { endpoint: place.endpoint }),
    ...(place.credentials && { credentials: { ...place.credentials } }),
    maxAttempts: attemptsMax,
    retryMode: 'standard',
    // Bodies are signed with their SHA-256. Checksums besides are headers and trailers that stores elsewhere do not all know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // It would open a connection of its own for every body.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: connectMilliseconds,
      requestTimeout: answerMilliseconds,
      throwOnRequestTimeout: true,
      // A film that somebody watches slowly leaves its connection silent for minutes; who waits for bytes is watched in read-body.ts.
      socketTimeout: 0,
      httpAgent: { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY },
      httpsAgent: { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY },
    },
  })
