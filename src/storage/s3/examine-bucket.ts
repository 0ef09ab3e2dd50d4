import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { endOfTime } from '../../base/clock.ts'
import { OperatorError } from '../../base/operator-error.ts'
import { Bucket } from './bucket.ts'
import { connectS3, type S3Place } from './connect.ts'
import { ownerMark, ownerName, patience, readMark } from './open-s3.ts'
import { operatorErrorOf, placeOf } from './s3-error.ts'

/** What a bucket is found to be. */
export interface BucketExamination {
  readonly endpoint: string | null
  readonly bucket: string
  readonly prefix: string
  /** What a server does with a bucket, as far as it went well, in this order. */
  readonly done: readonly string[]
  /** Why a server would not start on it, or fail later; absent if it would not. */
  readonly refusal?: string
  /** What is worth a look, in sentences. */
  readonly hints: readonly string[]
}

/** Does with an object of its own what a server does with files, and removes it again. */
export async function examineBucket(
  place: S3Place,
  signingKey: Buffer,
): Promise<BucketExamination> {
  const client = connectS3(place)
  const bucket = new Bucket(client, place.bucket, patience)
  const { endpoint = null, bucket: name, prefix } = place
  const done: string[] = []
  const probes = [`${prefix}doctor-${randomUUID()}`, `${prefix}doctor-${randomUUID()}`] as const
  try {
    for (const [what, work] of Object.entries(stepsOn(bucket, { place, signingKey, probes }))) {
      await work()
      done.push(what)
    }
    const hints = [...hintsOnWay(place), ...(await hintsOnKeeping(client, name))]
    return { endpoint, bucket: name, prefix, done, hints }
  } catch (error) {
    const refusal = operatorErrorOf(error, place).message
    // As far as that works: what is wrong may be just this.
    for (const probe of probes) await bucket.remove(probe).catch(() => undefined)
    return { endpoint, bucket: name, prefix, done, refusal, hints: hintsOnWay(place) }
  } finally {
    client.destroy()
  }
}

interface Examined {
  readonly place: S3Place
  readonly signingKey: Buffer
  /** Names of two objects of its own. */
  readonly probes: readonly [string, string]
}

function stepsOn(bucket: Bucket, { place, signingKey, probes: [probe, copy] }: Examined) {
  const signal = AbortSignal.timeout(120_000)
  return {
    list: () => bucket.list(`${place.prefix}packages/`),
    async owner() {
      const mark = await readMark(bucket, ownerName(place.prefix))
      if (mark === undefined || mark === ownerMark(signingKey)) return
      throw new OperatorError(`${placeOf(place)} has files of another installation.`)
    },
    write: () => bucket.put(probe, Buffer.from('hocba')),
    async read() {
      const body = await bucket.get(probe, { start: 1, end: 2 })
      if (body && (await text(body)) === 'oc') return
      throw new OperatorError(
        `${placeOf(place)} does not give back the part of an object that was asked for.`,
      )
    },
    copy: () => bucket.copy(probe, copy, signal),
    async delete() {
      await bucket.remove(probe)
      await bucket.remove(copy)
      if ((await bucket.get(probe)) === undefined) return
      throw new OperatorError(`${placeOf(place)} still has an object that was deleted.`)
    },
    async parts() {
      const upload = await bucket.beginUpload(probe, signal)
      const uploads = []
      for await (const { key } of bucket.uploadsBefore(probe, endOfTime)) uploads.push(key)
      await bucket.dropUpload(upload)
      if (uploads.includes(probe)) return
      throw new OperatorError(
        `${placeOf(place)} does not list uploads in parts: what is left of broken ones has to go by a lifecycle rule.`,
      )
    },
  }
}

function hintsOnWay({ endpoint }: S3Place): string[] {
  const url = endpoint === undefined ? null : URL.parse(endpoint)
  const isOpen =
    url?.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return isOpen ? ['Files pass the network unencrypted: the endpoint is http.'] : []
}

/** What the bucket does by itself. Not every store can be asked, and not every key may ask. */
async function hintsOnKeeping(client: S3Client, bucket: string): Promise<string[]> {
  const inBucket = { Bucket: bucket }
  const versioning = await client
    .send(new GetBucketVersioningCommand(inBucket))
    .catch(() => undefined)
  const rules = await client
    .send(new GetBucketLifecycleConfigurationCommand(inBucket))
    .then(({ Rules }) => Rules ?? [])
    .catch(() => [])
  const active = rules.filter(({ Status }) => Status === 'Enabled')
  const hints: string[] = []
  const keepsVersions = versioning?.Status === 'Enabled'
  if (keepsVersions && !active.some((rule) => rule.NoncurrentVersionExpiration)) {
    hints.push(
      'The bucket keeps versions and no rule ends them: files that were removed or erased stay. Add a lifecycle rule with NoncurrentVersionExpiration.',
    )
  }
  if (!active.some((rule) => rule.AbortIncompleteMultipartUpload)) {
    hints.push(
      'No lifecycle rule with AbortIncompleteMultipartUpload was found. The hourly sweep does the same while a server runs.',
    )
  }
  // One that ends everything, or all below a prefix, would take files that are in use.
  if (active.some((rule) => rule.Expiration?.Days !== undefined || rule.Expiration?.Date)) {
    hints.push(
      'A lifecycle rule expires objects. Make sure that it leaves those of hocba alone: files of courses stay as long as their package.',
    )
  }
  return hints
}
