import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../../src/base/clock.ts'
import { Bucket } from '../../../../src/storage/s3/bucket.ts'
import { connectS3, type S3Place } from '../../../../src/storage/s3/connect.ts'
import { openS3, patience } from '../../../../src/storage/s3/open-s3.ts'
import { type FaultyStore, startFaultyStore } from '../../../support/faulty-store.ts'

let store: FaultyStore
let folder: string
beforeEach(async () => {
  store = await startFaultyStore()
  folder = mkdtempSync(join(tmpdir(), 'hocba-s3-'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const place = (endpoint = store.endpoint): S3Place => ({
  ...{ endpoint, bucket: 'files', region: 'here', prefix: 'hocba/', isPathStyle: true },
  credentials: { accessKeyId: 'id', secretAccessKey: '5ecret' },
})
const open = (at: S3Place) =>
  openS3(at, {
    clock: systemClock,
    signingKey: Buffer.alloc(32),
    folders: { packages: folder, imports: folder },
  })
const fails = async (at: S3Place): Promise<Error> => {
  const error = await open(at).then(
    () => undefined,
    (reason: Error) => reason,
  )
  expect(error?.name).toBe('OperatorError')
  return error!
}
const at = (seconds: number) => {
  const client = connectS3(place())
  const bucket = new Bucket(client, 'files', {
    answerSeconds: seconds,
    bodySeconds: seconds,
    silentSeconds: seconds,
  })
  return { bucket, close: () => client.destroy() }
}

describe('whoever starts a server is told what is wrong with the bucket', () => {
  test.each([
    [404, 'NoSuchBucket', /there is no such bucket.*HOCBA_S3_BUCKET/],
    [403, 'InvalidAccessKeyId', /refuses the keys \(InvalidAccessKeyId\).*HOCBA_S3_ACCESS_KEY_ID/],
    [403, 'SignatureDoesNotMatch', /refuses the keys.*HOCBA_S3_SECRET_ACCESS_KEY/],
    [403, 'AccessDenied', /permits too little \(AccessDenied\).*docs\/operating\.md/],
    [400, 'AuthorizationHeaderMalformed', /"here" is not its region.*HOCBA_S3_REGION/],
    [403, 'RequestTimeTooSkewed', /clock is too far/],
    [500, 'InternalError', /answers 500 InternalError/],
  ])('%i %s', async (status, code, sentence) => {
    store.decide(() => ({ status, code }))
    const { message } = await fails(place())
    expect(message).toMatch(/^The bucket "files" at http:\/\/127\.0\.0\.1:\d+ cannot be used: /)
    expect(message).toMatch(sentence)
    expect(message).not.toMatch(/5ecret/)
  })

  test('nobody listens', async () => {
    await store.close()
    const { message } = await fails(place())
    expect(message).toMatch(/cannot be reached.*HOCBA_S3_ENDPOINT/)
    store = await startFaultyStore()
  })

  test('no keys are found anywhere', async () => {
    const nowhere = {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    }
    const before = { ...process.env }
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']
    for (const name of keys) delete process.env[name]
    Object.assign(process.env, nowhere)
    try {
      const { credentials: _, ...without } = place()
      expect((await fails(without)).message).toMatch(/no keys for it.*HOCBA_S3_ACCESS_KEY_ID/)
    } finally {
      for (const name of Object.keys(nowhere)) delete process.env[name]
      Object.assign(process.env, before)
    }
  })
})

describe('whoever waits for a file is told to come again', () => {
  const refusal = (message: RegExp) => ({
    code: 'storage-unavailable',
    message: expect.stringMatching(message),
    detail: { retryAfterSeconds: expect.any(Number) },
  })

  test.each([
    [503, 'SlowDown', /too much to do/],
    [500, 'InternalError', /refused the operation/],
    [403, 'AccessDenied', /refuses this server/],
    [404, 'NoSuchBucket', /bucket of the file store is missing/],
    [507, 'XMinioStorageFull', /is full/],
  ])('%i %s', async (status, code, sentence) => {
    store.decide(() => ({ status, code }))
    const { bucket, close } = at(patience.answerSeconds)
    await expect(bucket.get('a')).rejects.toMatchObject(refusal(sentence))
    await expect(bucket.put('a', Buffer.from('a'))).rejects.toMatchObject(refusal(sentence))
    close()
  })

  test('an error that may pass is tried three times, one that stays once', async () => {
    const { bucket, close } = at(patience.answerSeconds)
    store.decide(() => ({ status: 503, code: 'SlowDown' }))
    await expect(bucket.list('a')).rejects.toMatchObject(refusal(/too much/))
    expect(store.requests).toHaveLength(3)
    store.decide(() => ({ status: 403, code: 'AccessDenied' }))
    await expect(bucket.list('a')).rejects.toMatchObject(refusal(/refuses/))
    expect(store.requests).toHaveLength(4)
    close()
  })

  test('a store that never answers is given up', async () => {
    store.decide(() => 'silent')
    const { bucket, close } = at(0.2)
    await expect(bucket.get('a')).rejects.toMatchObject(refusal(/took too long/))
    await expect(bucket.put('a', Buffer.alloc(10))).rejects.toMatchObject(refusal(/too long/))
    // One that is given up while it connects does not come.
    expect(store.requests.length).toBeLessThanOrEqual(6)
    close()
  })

  test('a store whose connections break is not reached', async () => {
    store.decide(() => 'broken')
    const { bucket, close } = at(patience.answerSeconds)
    await expect(bucket.remove('a')).rejects.toMatchObject(refusal(/cannot be reached/))
    close()
  })
})
