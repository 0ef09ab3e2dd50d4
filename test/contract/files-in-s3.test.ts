import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { CreateMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import type { FileStore } from '../../src/content/store.ts'
import { Bucket } from '../../src/storage/s3/bucket.ts'
import { connectS3 } from '../../src/storage/s3/connect.ts'
import { patience } from '../../src/storage/s3/open-s3.ts'
import { openS3Files } from '../../src/storage/s3/s3-files.ts'
import { type FaultyStore, startFaultyStore } from '../support/faulty-store.ts'
import { noS3, type TemporaryBucket, temporaryBucket, testS3Endpoint } from '../support/s3.ts'
import { type FilesEngine, filesContract } from './files.ts'

const root = 'test/packages/'
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'hocba-files-'))

const openOn = (bucket: TemporaryBucket, tempFolder: string, clock: Clock): Promise<FileStore> =>
  openS3Files(new Bucket(bucket.client, bucket.place.bucket, patience), {
    ...{ clock, root, tempFolder },
    adoptSecondsMax: 60,
  })

const s3: FilesEngine = {
  async open(clock) {
    const [bucket, folder] = [await temporaryBucket(), newFolder()]
    return {
      files: await openOn(bucket, join(folder, 'one'), clock),
      other: await openOn(bucket, join(folder, 'other'), clock),
      async remove() {
        await bucket.remove()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

if (testS3Endpoint === undefined) {
  test.skip(`files in S3 (skipped: ${noS3})`, () => undefined)
} else {
  filesContract('S3', s3)
  describe('files in S3', besidesTheContract)
}

function besidesTheContract(): void {
  let bucket: TemporaryBucket
  let folder: string
  let files: FileStore
  let now = Date.now()
  const clock = () => new Date(now)
  beforeEach(async () => {
    bucket = await temporaryBucket()
    folder = newFolder()
    files = await openOn(bucket, folder, clock)
  })
  afterEach(async () => {
    await bucket.remove()
    rmSync(folder, { recursive: true, force: true })
  })
  const put = (bytes: Buffer) => files.put(Readable.from([bytes]), 1_000_000_000)

  test('a file of several parts comes back as it was, and ranges cross the parts', async () => {
    const bytes = randomBytes(20_000_000)
    const { sha256 } = await put(bytes)
    expect((await buffer(await files.open(sha256))).equals(bytes)).toBe(true)
    const range = { start: 8_388_600, end: 16_777_300 }
    const part = await buffer(await files.open(sha256, range))
    expect(part.equals(bytes.subarray(range.start, range.end + 1))).toBe(true)
    expect(await bucket.unfinished()).toEqual([])
  })

  test('a content that is stored again is one object with a new age, which a sweep spares', async () => {
    const bytes = randomBytes(1_000)
    const { sha256 } = await put(bytes)
    const [first] = await bucket.keys()
    now += 7_200_000
    await put(bytes)
    const [second, ...others] = await bucket.keys()
    expect([second === first, others]).toEqual([false, []])
    await files.remove(sha256, new Date(now - 3_600_000))
    expect((await buffer(await files.open(sha256))).equals(bytes)).toBe(true)
  })

  test('a removal of what is old leaves what another node stores at the same time', async () => {
    const bytes = randomBytes(1_000)
    const { sha256 } = await put(bytes)
    const before = new Date(now + 1)
    now += 3_600_000
    const other = await openOn(bucket, join(folder, 'other'), clock)
    for (let round = 0; round < 10; round += 1) {
      const storing = other.put(Readable.from([bytes]), 10_000)
      await Promise.all([files.remove(sha256, before), storing])
      expect(await files.has(sha256)).toBe(true)
      expect((await buffer(await files.open(sha256))).equals(bytes)).toBe(true)
    }
  })

  test('a reader finds the new object when the one it knows is gone', async () => {
    const bytes = randomBytes(1_000)
    const { sha256 } = await put(bytes)
    expect(await buffer(await files.open(sha256))).toHaveLength(1_000)
    now += 1_000
    const other = await openOn(bucket, join(folder, 'other'), clock)
    await other.put(Readable.from([bytes]), 10_000)
    expect((await buffer(await files.open(sha256))).equals(bytes)).toBe(true)
    await other.remove(sha256)
    await expect(files.open(sha256)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('an upload whose node died is given up once it is old, and nothing else', async () => {
    const { sha256 } = await put(randomBytes(1_000))
    const abandoned = { Bucket: bucket.place.bucket, Key: `${root}00/abandoned` }
    await bucket.client.send(new CreateMultipartUploadCommand(abandoned))
    await files.removeTempOlderThan(new Date(Date.now() - 3_600_000))
    expect(await bucket.unfinished()).toEqual([abandoned.Key])
    await files.removeTempOlderThan(new Date(Date.now() + 60_000))
    expect(await bucket.unfinished()).toEqual([])
    expect(await files.has(sha256)).toBe(true)
  })

  test('files that take too long to come in are given up, and leave nothing', async () => {
    const impatient = await openS3Files(new Bucket(bucket.client, bucket.place.bucket, patience), {
      clock: systemClock,
      root,
      tempFolder: folder,
      adoptSecondsMax: 0,
    })
    await expect(
      impatient.put(Readable.from([randomBytes(20_000_000)]), 1_000_000_000),
    ).rejects.toMatchObject({ code: 'storage-unavailable' })
    expect([await bucket.keys(), await bucket.unfinished()]).toEqual([[], []])
    expect(readdirSync(folder)).toEqual([])
  })

  describe('a file that is read from a store that falls silent', () => {
    const bytes = randomBytes(10_000_000)
    const impatience = { answerSeconds: 15, bodySeconds: 15, silentSeconds: 2 }
    let store: FaultyStore
    let behind: FileStore
    let sha256: string
    let client: S3Client
    beforeEach(async () => {
      store = await startFaultyStore(testS3Endpoint)
      client = connectS3({ ...bucket.place, endpoint: store.endpoint })
      const through = new Bucket(client, bucket.place.bucket, impatience)
      behind = await openS3Files(through, { clock, root, tempFolder: folder, adoptSecondsMax: 60 })
      sha256 = (await put(bytes)).sha256
    })
    afterEach(async () => {
      client.destroy()
      await store.close()
    })

    test('ends with a problem, soon', async () => {
      store.decide((request) => (request.includes('GetObject') ? 'half-silent' : undefined))
      await expect(buffer(await behind.open(sha256))).rejects.toMatchObject({
        code: 'storage-unavailable',
        message: 'The file store took too long.',
      })
    })

    test('comes whole to a reader who was silent for longer', async () => {
      const stream = await behind.open(sha256)
      const read: Buffer[] = []
      for await (const chunk of stream) {
        if (read.length === 0) await setTimeout(3_000)
        read.push(chunk as Buffer)
      }
      expect(Buffer.concat(read).equals(bytes)).toBe(true)
    })
  })
}
