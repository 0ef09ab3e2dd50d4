import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import AdmZip from 'adm-zip'
import { putFiles } from '../../../src/cli/backup/put-files.ts'
import { readConfig } from '../../../src/config/index.ts'
import { sweepFiles } from '../../../src/content/index.ts'
import { openFiles } from '../../../src/open-files.ts'
import { openStore } from '../../../src/open-store.ts'
import { examineBucket } from '../../../src/storage/s3/examine-bucket.ts'
import { runHocba } from '../../support/command-line.ts'
import { launchLink, prepareCourse, uploadPackage } from '../../support/courses.ts'
import { type FaultyStore, startFaultyStore } from '../../support/faulty-store.ts'
import {
  noS3,
  settingsOf,
  type TemporaryBucket,
  temporaryBucket,
  testS3Endpoint,
} from '../../support/s3.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'
import { dropStorageOfTests, storageOfTests } from '../../support/storage-of-tests.ts'
import { importFile, manyStatements, ndjsonOf } from '../transfer/transfer-server.ts'

/** A server whose files are in a bucket, behind a store that fails when it is told to. */

if (testS3Endpoint === undefined) {
  test.skip(`a server with its files in S3 (skipped: ${noS3})`, () => undefined)
} else {
  describe('a server with its files in S3', serverOnS3)
}

function serverOnS3(): void {
  let bucket: TemporaryBucket
  let store: FaultyStore
  let folder: string
  let settings: Record<string, string>
  let server: TestServer

  beforeAll(async () => {
    bucket = await temporaryBucket()
    store = await startFaultyStore(testS3Endpoint)
    folder = mkdtempSync(join(tmpdir(), 'hocba-s3-'))
    settings = {
      ...settingsOf(bucket.place),
      HOCBA_S3_ENDPOINT: store.endpoint,
      ...storageOfTests(folder),
    }
    server = await startServer({ env: { ...settings, HOCBA_DATA: folder } })
  }, 60_000)
  afterAll(async () => {
    await server.stop()
    await store.close()
    await bucket.remove()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => store.decide(() => undefined))

  const filesOf = async (registration: string): Promise<string> => {
    const link = await launchLink(server, registration)
    const started = await fetch(`${server.contentUrl}/_rt/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ticket: new URL(link).hash.slice(1), nonce: randomUUID() }),
    })
    const { filesPrefix } = (await started.json()) as { filesPrefix: string }
    return `${server.contentUrl}${filesPrefix}`
  }
  const courseWith = (film: Buffer, title: string): Buffer => {
    const zip = new AdmZip(smallCourse({ title }))
    zip.addFile('film.mp4', film)
    zip.getEntry('film.mp4')!.header.method = 0
    return zip.toBuffer()
  }
  const eventually = async (holds: () => Promise<void>) => {
    for (let tenths = 0; ; tenths += 1) {
      const failure = await holds().then(
        () => undefined,
        (error: unknown) => error,
      )
      if (failure === undefined) return
      if (tenths === 200) throw failure
      await setTimeout(100)
    }
  }
  const packageKeys = async () =>
    (await bucket.keys()).filter((key) => key.startsWith('test/packages/'))
  const tempLeft = () => readdirSync(join(folder, 'tmp'))
  const upload = (zip: Buffer) =>
    server.request('POST', '/api/v1/packages?fileName=a.zip', new Uint8Array(zip), {
      'Content-Type': 'application/zip',
    })

  test('takes a package, gives its files, whole and in parts, and removes what nothing refers to', async () => {
    const film = randomBytes(9_000_000)
    const { registration } = await prepareCourse(server, courseWith(film, 'Phim'))
    expect([await packageKeys(), tempLeft()]).toEqual([expect.any(Array), []])
    expect(await packageKeys()).toHaveLength(3)
    expect(existsSync(join(folder, 'files'))).toBe(false)

    const files = await filesOf(registration)
    expect(await (await fetch(`${files}index.html`)).text()).toContain('<h1>Lesson</h1>')
    const whole = await fetch(`${files}film.mp4`)
    expect(whole.headers.get('content-length')).toBe(String(film.length))
    expect(Buffer.from(await whole.arrayBuffer()).equals(film)).toBe(true)
    const part = await fetch(`${files}film.mp4`, { headers: { Range: 'bytes=-1000' } })
    expect(part.status).toBe(206)
    expect(Buffer.from(await part.arrayBuffer()).equals(film.subarray(-1000))).toBe(true)

    const config = readConfig({ ...settings, HOCBA_DATA: folder })
    const inTwoHours = () => new Date(Date.now() + 7_200_000)
    const records = await openStore(config, inTwoHours)
    const opened = await openFiles(config, inTwoHours)
    const orphan = randomBytes(1_000)
    await opened.packages.put([orphan] as unknown as AsyncIterable<Buffer>, 10_000)
    const inFourHours = () => new Date(Date.now() + 14_400_000)
    expect(await sweepFiles(records, opened.packages, inFourHours)()).toBe(1)
    expect(await opened.packages.has(createHash('sha256').update(orphan).digest('hex'))).toBe(false)
    expect((await fetch(`${files}film.mp4`, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${files}index.html`)).status).toBe(200)
    await opened.close()
    await records.close()
  })

  test('an upload in whose middle the store goes away leaves no package and no half of a film', async () => {
    const before = [
      await packageKeys(),
      await (await server.request('GET', '/api/v1/packages')).json(),
    ]
    store.decide((request) => (request.includes('partNumber=2') ? 'broken' : undefined))
    const answer = await upload(courseWith(randomBytes(20_000_000), 'Nửa'))
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ code: 'storage-unavailable' })
    expect(await (await server.request('GET', '/api/v1/packages')).json()).toEqual(before[1])
    expect([await bucket.unfinished(), tempLeft()]).toEqual([[], []])
    expect(await (await upload(courseWith(randomBytes(10), 'Sau đó'))).json()).toMatchObject({
      number: 1,
    })
  })

  test('a store that refuses everything is 503 with Retry-After, and what it gives later is right', async () => {
    const { registration } = await prepareCourse(server, courseWith(randomBytes(50), 'Lỗi'), 'Bình')
    const files = await filesOf(registration)
    for (const fault of [{ status: 500, code: 'InternalError' }, 'broken'] as const) {
      store.decide(() => fault)
      const answers = [await fetch(`${files}index.html`), await upload(smallCourse({ title: 'Z' }))]
      for (const answer of answers) {
        expect(answer.status).toBe(503)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      }
    }
    store.decide(() => undefined)
    expect((await fetch(`${files}index.html`)).status).toBe(200)
  })

  test('an import goes on when the store comes back, and leaves no file there', async () => {
    let broken = 0
    store.decide((request) => {
      const isOfImport = request.startsWith('GET') && request.includes('/test/imports/')
      return isOfImport && broken++ < 4 ? 'broken' : undefined
    })
    const job = await importFile(server, ndjsonOf(manyStatements(20)))
    expect(job).toMatchObject({ state: 'done', counts: { read: 20, stored: 20, rejected: 0 } })
    expect(broken).toBeGreaterThan(4)
    await eventually(async () =>
      expect((await bucket.keys()).filter((key) => key.startsWith('test/imports/'))).toEqual([]),
    )
  })

  test('an answer that breaks off breaks off, and is never taken for the whole', async () => {
    const film = randomBytes(3_000_000)
    const { registration } = await prepareCourse(server, courseWith(film, 'Đứt'), 'Chi')
    const files = await filesOf(registration)
    store.decide((request) => (request.startsWith('GET') ? 'half' : undefined))
    const broken = await fetch(`${files}film.mp4`)
    expect(broken.status).toBe(200)
    await expect(broken.arrayBuffer()).rejects.toThrow()
    store.decide(() => undefined)
    const again = Buffer.from(await (await fetch(`${files}film.mp4`)).arrayBuffer())
    expect(again.equals(film)).toBe(true)
  })

  test('a server with another signing key does not start on the same files', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'hocba-s3-'))
    const start = startServer({
      env: { ...settings, ...storageOfTests(elsewhere), HOCBA_DATA: elsewhere },
    })
    await expect(start).rejects.toThrow(/has files of another installation.*HOCBA_S3_PREFIX/)
    rmSync(elsewhere, { recursive: true, force: true })
  })

  test('hocba doctor does with the bucket what a server does, and leaves nothing', async () => {
    const keys = await bucket.keys()
    const { status, out } = await hocba(['doctor', '--json'])
    expect((JSON.parse(out) as { files: unknown }).files).toEqual({
      endpoint: store.endpoint,
      bucket: bucket.place.bucket,
      prefix: 'test/',
      done: ['list', 'owner', 'write', 'read', 'copy', 'delete', 'parts'],
      hints: [expect.stringMatching(/AbortIncompleteMultipartUpload/)],
    })
    expect([status, await bucket.keys(), await bucket.unfinished()]).toEqual([0, keys, []])
  })

  test('hocba doctor says which setting is wrong', async () => {
    const examine = (wrong: Record<string, string>) => {
      const { s3, signingKey } = readConfig({ ...settings, ...wrong, HOCBA_DATA: folder })
      return examineBucket(s3!, signingKey)
    }
    const keys = await examine({ HOCBA_S3_SECRET_ACCESS_KEY: 'wrong' })
    expect(keys.refusal).toMatch(/refuses the keys \(SignatureDoesNotMatch\)/)
    const missing = await examine({ HOCBA_S3_BUCKET: `none-${randomUUID()}` })
    expect(missing.refusal).toMatch(/there is no such bucket/)
    expect([keys.done, missing.done]).toEqual([[], []])
    const { s3 } = readConfig({ ...settings, HOCBA_DATA: folder })
    const other = await examineBucket(s3!, Buffer.alloc(32))
    expect(other.refusal).toMatch(/has files of another installation/)
  })

  const hocba = (args: string[], env: Record<string, string> = {}) =>
    runHocba(args, { env: { HOCBA_DATA: folder, ...settings, ...env } })

  test('a backup has the files of the bucket, and is restored to names of its own', async () => {
    const [to, restored] = [join(folder, 'backup'), join(folder, 'restored')]
    expect(await hocba(['backup', '--to', to])).toMatchObject({ status: 0 })
    const inUse = await openFiles(readConfig({ ...settings, HOCBA_DATA: folder }), () => new Date())
    await expect(putFiles(to, inUse)).rejects.toThrow(/HOCBA_S3_PREFIX/)
    await inUse.close()
    const own = {
      HOCBA_DATA: restored,
      HOCBA_S3_PREFIX: 'restored',
      ...storageOfTests(restored),
    }
    expect(await hocba(['restore', '--from', to], own)).toMatchObject({ status: 0 })
    await dropStorageOfTests(readConfig({ ...settings, ...own }))
    const contentsBelow = async (prefix: string) =>
      (await bucket.keys())
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length).replace(/\..*$/, ''))
        .sort()
    const original = await contentsBelow('test/packages/')
    const copied = await contentsBelow('restored/packages/')
    expect(copied.length).toBeGreaterThan(0)
    // What an upload that was refused has left waits for its sweep, and is in no backup.
    expect(original).toEqual(expect.arrayContaining(copied))
  })

  test('the same package uploaded again is the same version, and its files are stored once', async () => {
    const zip = courseWith(randomBytes(100), 'Lại')
    const first = await uploadPackage(server, zip)
    const keys = await packageKeys()
    const path = `/api/v1/packages?fileName=a.zip&package=${first.package}`
    const again = await server.request('POST', path, new Uint8Array(zip), {
      'Content-Type': 'application/zip',
    })
    expect(await again.json()).toMatchObject({ number: 1 })
    expect(await packageKeys()).toHaveLength(keys.length)
  })
}
