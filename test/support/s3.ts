import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3'
import { newUuid } from '../../src/base/ids.ts'
import { connectS3, type S3Place } from '../../src/storage/s3/connect.ts'

const env = process.env

/** The server that tests may make buckets on. */
export const testS3Endpoint = env.HOCBA_TEST_S3_ENDPOINT

/** Why tests on S3 are skipped. */
export const noS3 = 'HOCBA_TEST_S3_ENDPOINT names no server'

const credentials = {
  accessKeyId: env.HOCBA_TEST_S3_ACCESS_KEY_ID ?? '',
  secretAccessKey: env.HOCBA_TEST_S3_SECRET_ACCESS_KEY ?? '',
}

/** A place in a bucket of this name on the test server; makes nothing. */
export const placeOnTestS3 = (bucket: string): S3Place => ({
  endpoint: testS3Endpoint!,
  bucket,
  region: env.HOCBA_TEST_S3_REGION ?? 'us-east-1',
  prefix: 'test/',
  isPathStyle: true,
  credentials,
})

/** The settings that name a place. */
export const settingsOf = ({ endpoint, bucket, region, prefix }: S3Place) => ({
  HOCBA_FILES: 's3',
  HOCBA_S3_ENDPOINT: endpoint!,
  HOCBA_S3_BUCKET: bucket,
  HOCBA_S3_REGION: region,
  HOCBA_S3_PREFIX: prefix,
  HOCBA_S3_ACCESS_KEY_ID: credentials.accessKeyId,
  HOCBA_S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
})

export interface TemporaryBucket {
  readonly place: S3Place
  readonly client: S3Client
  keys(): Promise<string[]>
  /** Names of objects whose parts came, without an end. */
  unfinished(): Promise<string[]>
  remove(): Promise<void>
}

/** A bucket with a name of its own on the test server; `remove` empties and deletes it. */
export async function temporaryBucket(): Promise<TemporaryBucket> {
  const place = placeOnTestS3(`hocba-test-${newUuid()}`)
  const client = connectS3(place)
  const inBucket = { Bucket: place.bucket }
  await client.send(new CreateBucketCommand(inBucket))
  const keys = async () => {
    const { Contents } = await client.send(new ListObjectsV2Command(inBucket))
    return (Contents ?? []).map(({ Key }) => Key!)
  }
  const uploads = async () =>
    (await client.send(new ListMultipartUploadsCommand(inBucket))).Uploads ?? []
  return {
    place,
    client,
    keys,
    unfinished: async () => (await uploads()).map(({ Key }) => Key!),
    async remove() {
      for (const { Key, UploadId } of await uploads()) {
        await client.send(new AbortMultipartUploadCommand({ ...inBucket, Key, UploadId }))
      }
      for (const Key of await keys()) {
        await client.send(new DeleteObjectCommand({ ...inBucket, Key }))
      }
      await client.send(new DeleteBucketCommand(inBucket))
      client.destroy()
    },
  }
}
