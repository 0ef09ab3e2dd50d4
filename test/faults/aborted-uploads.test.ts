import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Place } from '../contract/engine.ts'
import { until } from '../support/courses.ts'
import { freePorts, type TestServer } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { smallCourse } from '../support/small-course.ts'
import { temporaryFolder } from '../support/storage.ts'

/** How many uploads break off; the long form: HOCBA_ABORTED_UPLOADS=1000. */
const count = Number(process.env.HOCBA_ABORTED_UPLOADS ?? 50)
const growthMiBMax = 32

let place: Place
let child: ServerProcess
let server: TestServer

beforeAll(async () => {
  place = await temporaryFolder()
  const [port, contentPort] = await freePorts(2)
  const env = {
    HOCBA_DATA: place.location,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    // So that what is let go of is collected soon, instead of when there is need.
    NODE_OPTIONS: '--max-semi-space-size=1 --max-old-space-size=64',
  }
  child = await startServerProcess(env)
  server = await clientOf(env)
})
afterAll(async () => {
  await child?.terminate()
  await place?.remove()
})

/** Announces an upload, sends a part of it and goes away, by closing or by a reset. */
function breakOff(nth: number): Promise<void> {
  const bytes = [0, 1, 100, 70_000, 300_000][nth % 5]!
  const length = nth % 2 === 0 ? 'Content-Length: 400000' : 'Transfer-Encoding: chunked'
  const head = `POST /api/v1/packages HTTP/1.1\r\nHost: x\r\nAuthorization: ${server.authorization}\r\n${length}\r\n\r\n`
  const part = Buffer.alloc(bytes, 'x')
  const body =
    nth % 2 === 0 ? part : Buffer.concat([Buffer.from(`${(400_000).toString(16)}\r\n`), part])
  return new Promise((resolve) => {
    const socket = connect(server.config.port, '127.0.0.1', () => {
      socket.write(head)
      socket.write(body, () => {
        if (nth % 3 === 0) socket.resetAndDestroy()
        else socket.destroy()
      })
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}

const descriptors = () => readdirSync(`/proc/${child.pid}/fd`).length
const residentMiB = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024
const temporaryFiles = () => readdirSync(join(place.location, 'tmp'))

async function breakOffAll(first: number, last: number): Promise<void> {
  for (let nth = first; nth < last; nth += 10) {
    await Promise.all(Array.from({ length: Math.min(10, last - nth) }, (_, n) => breakOff(nth + n)))
  }
  await until(
    async () => temporaryFiles(),
    (left) => left.length === 0,
  )
}

const whereProcIs = process.platform === 'linux' ? test : test.skip

whereProcIs(
  `${count} uploads that break off leave no file, no descriptor and no memory`,
  async () => {
    const upload = () => server.request('POST', '/api/v1/packages', new Uint8Array(smallCourse()))
    expect((await upload()).status).toBe(201)
    await breakOffAll(0, 200)
    const before = { descriptors: descriptors(), resident: residentMiB() }
    await breakOffAll(200, 200 + count)
    await until(
      async () => descriptors(),
      (open) => open <= before.descriptors,
    )
    expect(residentMiB() - before.resident).toBeLessThan(growthMiBMax)
    expect(child.errors()).not.toContain('request.failed')
    expect((await upload()).status).toBe(201)
  },
  60_000 + count * 100,
)
