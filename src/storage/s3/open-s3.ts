import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Clock } from '../../base/clock.ts'
import { OperatorError } from '../../base/operator-error.ts'
import type { FileStore } from '../../content/store.ts'
import { Bucket, type Patience } from './bucket.ts'
import { connectS3, type S3Place } from './connect.ts'
import { operatorErrorOf, placeOf } from './s3-error.ts'
import { openS3Files } from './s3-files.ts'

/** A part of 8 MiB goes at a megabit a second. */
export const patience: Patience = { answerSeconds: 15, bodySeconds: 70, silentSeconds: 30 }
/** What sweeps spare is an hour with packages, and a day with imports. */
const adoptSecondsMax = { packages: 2_700, imports: 72_000 }

interface S3Options {
  readonly clock: Clock
  /** Known to all nodes of this installation, and to no other. */
  readonly signingKey: Buffer
  /** Of this machine, each with work in progress in its `tmp/`. */
  readonly folders: { readonly packages: string; readonly imports: string }
}

/**
 * Opens the files of packages and of imports in one bucket, once it is certain that no other installation has its files there: the one would
 * remove as unneeded what the other needs.
 * @throws OperatorError
 */
export async function openS3(
  place: S3Place,
  { clock, signingKey, folders }: S3Options,
): Promise<{ packages: FileStore; imports: FileStore; close(): Promise<void> }> {
  const client = connectS3(place)
  const bucket = new Bucket(client, place.bucket, patience)
  const open = (kind: 'packages' | 'imports') =>
    openS3Files(bucket, {
      clock,
      root: `${place.prefix}${kind}/`,
      tempFolder: join(folders[kind], 'tmp'),
      adoptSecondsMax: adoptSecondsMax[kind],
    })
  try {
    await claim(bucket, place, signingKey)
    return {
      packages: await open('packages'),
      imports: await open('imports'),
      close: async () => client.destroy(),
    }
  } catch (error) {
    client.destroy()
    throw operatorErrorOf(error, place)
  }
}

/** The object that says whose the files are. */
export const ownerName = (prefix: string): string => `${prefix}owner`

/** What it holds: nothing that the key could be found from. */
export const ownerMark = (signingKey: Buffer): string =>
  createHmac('sha256', signingKey).update('hocba: owner of files').digest('hex')

async function claim(bucket: Bucket, place: S3Place, signingKey: Buffer): Promise<void> {
  const [key, mark] = [ownerName(place.prefix), ownerMark(signingKey)]
  if ((await readMark(bucket, key)) === undefined) await bucket.put(key, Buffer.from(mark))
  // Read again: of two that come at the same time, one has written over the other.
  if ((await readMark(bucket, key)) === mark) return
  throw new OperatorError(
    `${placeOf(place)} has files of another installation, with another signing key. Set HOCBA_S3_PREFIX to a name of this one's own. If they are this one's after all, remove the object "${key}".`,
  )
}

export async function readMark(bucket: Bucket, key: string): Promise<string | undefined> {
  const body = await bucket.get(key)
  return body && (await text(body))
}
