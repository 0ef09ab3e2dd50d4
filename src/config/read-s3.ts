import { readSecret } from './read-secret.ts'
import { boolean, ConfigError, type Environment, text } from './values.ts'

const names = [
  'HOCBA_S3_ENDPOINT',
  'HOCBA_S3_BUCKET',
  'HOCBA_S3_REGION',
  'HOCBA_S3_PREFIX',
  'HOCBA_S3_PATH_STYLE',
  'HOCBA_S3_ACCESS_KEY_ID',
  'HOCBA_S3_SECRET_ACCESS_KEY',
  'HOCBA_S3_SECRET_ACCESS_KEY_FILE',
] as const

/**
 * The bucket for files. Without an endpoint it is Amazon's; without keys, they are looked for where Amazon's tools keep them: in
 * AWS_ACCESS_KEY_ID, in ~/.aws, or in the role of the machine or the pod.
 * @throws ConfigError
 */
export function readS3(env: Environment, isUsed: boolean) {
  if (!isUsed) {
    const given = names.find((name) => text(env, name, { default: '' }) !== '')
    // Whoever says where files are instead means it; `hocba migrate` does.
    if (given === undefined || text(env, 'HOCBA_FILES', { default: '' }) !== '') return undefined
    throw new ConfigError(
      `${given} is set, but HOCBA_FILES is not. Set it to "s3", or to "local" or "gridfs" if files are not in S3.`,
    )
  }
  const endpoint = readEndpoint(env)
  const isAmazon = endpoint === undefined
  return Object.freeze({
    ...(endpoint !== undefined && { endpoint }),
    bucket: readBucket(env),
    region: readRegion(env, isAmazon),
    prefix: readPrefix(env),
    /** Whether the bucket is in the path of the URL, and not in the host's name. */
    isPathStyle: boolean(env, 'HOCBA_S3_PATH_STYLE', { default: !isAmazon }),
    ...readCredentials(env),
  })
}

/** Kept as it is written: some stores have a path before the bucket. */
function readEndpoint(env: Environment): string | undefined {
  const value = text(env, 'HOCBA_S3_ENDPOINT', { default: '' })
  if (value === '') return undefined
  const parsed = URL.parse(value)
  const isEndpoint =
    parsed !== null &&
    /^https?:$/.test(parsed.protocol) &&
    !/[?#]/.test(value) &&
    parsed.username === '' &&
    parsed.password === ''
  if (isEndpoint) return value
  throw new ConfigError(
    'HOCBA_S3_ENDPOINT is not the address of a store. It must be such as "https://s3.example.vn", without a user name; the keys are HOCBA_S3_ACCESS_KEY_ID and HOCBA_S3_SECRET_ACCESS_KEY.',
  )
}

function readBucket(env: Environment): string {
  const bucket = text(env, 'HOCBA_S3_BUCKET', { default: '' })
  if (/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(bucket)) return bucket
  const is = bucket === '' ? 'not set' : `"${bucket}"`
  throw new ConfigError(
    `HOCBA_S3_BUCKET is ${is}. HOCBA_FILES=s3 needs the name of a bucket that exists: 3 to 63 small letters, digits, dots and hyphens.`,
  )
}

function readRegion(env: Environment, isAmazon: boolean): string {
  // Stores elsewhere have one region, and most of them this name for it.
  const region = text(env, 'HOCBA_S3_REGION', { default: isAmazon ? '' : 'us-east-1' })
  if (/^[\w-]{1,64}$/.test(region)) return region
  throw new ConfigError(
    `HOCBA_S3_REGION is ${region === '' ? 'not set' : `"${region}"`}. It must be the region of the bucket, such as "ap-southeast-1"; a store that is not Amazon's needs HOCBA_S3_ENDPOINT.`,
  )
}

/** Empty, or with a slash at its end. */
function readPrefix(env: Environment): string {
  const prefix = text(env, 'HOCBA_S3_PREFIX', { default: '' }).replace(/\/+$/, '')
  if (prefix === '') return ''
  const parts = prefix.split('/')
  const isUsable = prefix.length <= 200 && parts.every((part) => /^(?!\.)[\w.-]+$/.test(part))
  if (isUsable) return `${prefix}/`
  throw new ConfigError(
    `HOCBA_S3_PREFIX is "${prefix}"; it must be such as "hocba" or "school/hocba": letters, digits, dots, hyphens and underscores between slashes.`,
  )
}

function readCredentials(env: Environment) {
  const accessKeyId = text(env, 'HOCBA_S3_ACCESS_KEY_ID', { default: '' })
  const secret = readSecret(env, 'HOCBA_S3_SECRET_ACCESS_KEY')?.toString().trim()
  if ((accessKeyId === '') !== (secret === undefined)) {
    throw new ConfigError(
      'HOCBA_S3_ACCESS_KEY_ID and HOCBA_S3_SECRET_ACCESS_KEY are needed both, or neither of them.',
    )
  }
  return secret === undefined
    ? {}
    : { credentials: Object.freeze({ accessKeyId, secretAccessKey: secret }) }
}
