import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ImportResult } from '../../src/content/wire.ts'
import { until, uploadPackage } from '../support/courses.ts'
import { freePorts, type TestServer } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { smallCourse } from '../support/small-course.ts'

/** What hostile clients may cost the real server process: nothing that stays. */

let folder: string
let server: ServerProcess
let client: TestServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-hostile-'))
  const [port, contentPort] = await freePorts(2)
  const env = {
    HOCBA_DATA: folder,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
  }
  server = await startServerProcess(env)
  client = await clientOf(env)
})
afterAll(async () => {
  await server.crash()
  rmSync(folder, { recursive: true, force: true })
})

/** The server cleans up once it has noticed that the client is gone. */
const expectNoTemporaryFiles = () =>
  until(
    async () => readdirSync(join(folder, 'tmp')),
    ({ length }) => length === 0,
  )
/** Connections, files and the like; where the system does not tell, always the same. */
const openDescriptors = () =>
  process.platform === 'linux' ? readdirSync(`/proc/${server.pid}/fd`).length : 0
const residentMiB = () =>
  process.platform === 'linux'
    ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024
    : 0

/** Sends some of an upload and goes away without a word. */
function breakOff(head: string, body: Buffer, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(client.config.port, '127.0.0.1', () => {
      socket.write(head)
      socket.write(body.subarray(0, bytes))
      setTimeout(() => socket.destroy(), bytes % 20)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}

test('200 uploads that break off anywhere leave no file, no connection and no memory', async () => {
  const zip = Buffer.concat([smallCourse(), Buffer.alloc(300_000, 1)])
  const head = (path: string, length: string) =>
    `POST /api/v1${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${client.authorization}\r\n${length}\r\n\r\n`
  const chunk = Buffer.concat([Buffer.from(`${zip.length.toString(16)}\r\n`), zip])
  const attempts = Array.from({ length: 200 }, (_, n) => {
    const bytes = Math.floor((n / 200) * zip.length)
    return n % 2 === 0
      ? () => breakOff(head('/packages', `Content-Length: ${zip.length}`), zip, bytes)
      : () => breakOff(head('/packages/check', 'Transfer-Encoding: chunked'), chunk, bytes)
  })
  const queue = attempts.values()
  const work = async () => {
    for (const attempt of queue) await attempt()
  }
  await uploadPackage(client, smallCourse())
  await wait(200)
  const before = { descriptors: openDescriptors(), mebibytes: residentMiB() }
  await Promise.all(Array.from({ length: 10 }, work))
  await expectNoTemporaryFiles()
  await until(
    async () => openDescriptors(),
    (now) => now <= before.descriptors + 2,
  )
  expect(residentMiB()).toBeLessThan(before.mebibytes + 100)
  await uploadPackage(client, smallCourse({ title: 'Afterwards' }))
})

test.each([
  'Content-Length: 100\r\nTransfer-Encoding: chunked',
  'Content-Length: 100\r\nContent-Length: 101',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999999',
  'Transfer-Encoding: gzip',
  'Content-Length: 99999999999999',
])('an upload that says %j is refused and leaves nothing', async (length) => {
  const answer = await new Promise<string>((resolve) => {
    let text = ''
    const socket = connect(client.config.port, '127.0.0.1', () =>
      socket.write(
        `POST /api/v1/packages HTTP/1.1\r\nHost: x\r\nAuthorization: ${client.authorization}\r\n${length}\r\n\r\nPK`,
      ),
    )
    socket.on('data', (data) => {
      text += data
    })
    socket.on('close', () => resolve(text))
  })
  expect(answer).toMatch(/^HTTP\/1.1 4(00|13) /)
  await expectNoTemporaryFiles()
})

test('the same zip as a new version four times at once is one version', async () => {
  const { package: id } = await uploadPackage(client, smallCourse({ title: 'One' }))
  const next = new Uint8Array(smallCourse({ title: 'Two' }))
  const answers = await Promise.all(
    Array.from({ length: 4 }, () =>
      client.request('POST', `/api/v1/packages?package=${id}`, next, {
        'Content-Type': 'application/zip',
      }),
    ),
  )
  const versions = (await Promise.all(answers.map((answer) => answer.json()))) as ImportResult[]
  expect(new Set(versions.map(({ version, number }) => `${version} ${number}`)).size).toBe(1)
  expect(versions[0]!.number).toBe(2)
})
