import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AdmZip from 'adm-zip'
import { launchLink, prepareCourse, until } from '../support/courses.ts'
import { freePorts, requestsTo, type TestServer } from '../support/server.ts'
import { smallCourse } from '../support/small-course.ts'

/** The real server on a disk of a few megabytes, until nothing goes into it any more, and afterwards. */

const root = join(import.meta.dirname, '../..')
const unshare = ['--map-root-user', '--mount']
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', [...unshare, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
/** Skipped where this user may not mount a file system of its own. */
const whereMountable = canMount ? test : test.skip

/** Makes the disk, leaves 3 MB of it aside, makes a credential, and becomes the server. */
const script = `
  mount -t tmpfs -o size=16m none "$1/disk" && head -c 3000000 /dev/zero > "$1/disk/ballast" &&
  "$2" src/cli/main.ts credential create --name test --scope all --json > "$1/credential.json" && exec "$2" src/main.ts`

let folder: string
let child: ChildProcess

async function startOnSmallDisk(): Promise<Pick<TestServer, 'request' | 'url' | 'contentUrl'>> {
  folder = mkdtempSync(join(tmpdir(), 'hocba-full-'))
  mkdirSync(join(folder, 'disk'))
  const [port, contentPort] = await freePorts(2)
  const env = {
    HOCBA_DATA: join(folder, 'disk/data'),
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    HOCBA_LOG_LEVEL: 'silent',
    // To the last byte.
    HOCBA_DISK_RESERVE_BYTES: '1 B',
    HOCBA_DISK_RESERVE_RECORDS_BYTES: '1 B',
  }
  const args = [...unshare, 'sh', '-c', script, 'sh', folder, process.execPath]
  child = spawn('unshare', args, { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' })
  const url = `http://localhost:${port}`
  await until(
    () => fetch(`${url}/readyz`).catch(() => undefined),
    (response) => response?.ok === true,
  )
  const { key, secret } = JSON.parse(readFileSync(join(folder, 'credential.json'), 'utf8')) as {
    key: string
    secret: string
  }
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
  const contentUrl = `http://127.0.0.1:${contentPort}`
  return { url, contentUrl, request: requestsTo(url, authorization) }
}

/** The disk as only the server sees it. */
const onDisk = (path: string) => join(`/proc/${child.pid}/root`, folder, 'disk', path)

afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Nothing that is stored in fewer bytes: anything else would take minutes to fill the disk. */
const noise = (length: number): string => randomBytes(length).toString('base64').slice(0, length)

const version = { 'X-Experience-API-Version': '1.0.3' }
const statements = (ids: readonly string[]) =>
  ids.map((id) => ({
    id,
    actor: { mbox: 'mailto:an@example.vn' },
    verb: { id: 'http://example.vn/verbs/answered' },
    object: { id: `http://example.vn/${id}` },
    result: { response: noise(2_000) },
  }))

whereMountable(
  'a full disk refuses statements, commits and uploads clearly, reads go on, and it heals by itself',
  async () => {
    const server = await startOnSmallDisk()
    const { registration, package: id } = await prepareCourse(server as TestServer, smallCourse())
    const play = await startPlaying(server, registration)
    const batches: { ids: string[]; status: number }[] = []
    const post = async () => {
      const ids = Array.from({ length: 20 }, () => randomUUID())
      const answer = await server.request('POST', '/xapi/statements', statements(ids), version)
      batches.push({ ids, status: answer.status })
      return answer
    }
    const upload = () => {
      const zip = new AdmZip(smallCourse({ title: randomUUID() }))
      zip.addFile('noise', randomBytes(400_000))
      return server.request('POST', '/api/v1/packages', new Uint8Array(zip.toBuffer()))
    }
    await until(
      async () => [await upload(), await post(), await play()],
      (answers) => answers.every(({ status }) => status === 503),
    )
    for (const answer of [await post(), await upload(), await play()]) {
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await answer.json()).toMatchObject({
        code: 'storage-unavailable',
        message: expect.stringMatching(/disk.* is full/),
      })
    }
    expect(readdirSync(onDisk('data/tmp'))).toEqual([])
    for (const path of ['/readyz', `/api/v1/packages/${id}`, '/api/v1/statements']) {
      expect([path, (await server.request('GET', path)).status]).toEqual([path, 200])
    }

    rmSync(onDisk('ballast'))
    const healed = [await post(), await play(), await upload()]
    expect(healed.map(({ status }) => status)).toEqual([200, 200, 201])
    const isThere = async (statement: string) => {
      const path = `/xapi/statements?statementId=${statement}`
      return (await server.request('GET', path, undefined, version)).status === 200
    }
    for (const { ids, status } of batches) {
      const there = await Promise.all(ids.map(isThere))
      expect(there).toEqual(ids.map(() => status === 200))
    }
  },
  60_000,
)

/** Opens the course; what comes back commits another entry each time, again if it was refused. */
async function startPlaying(
  server: Pick<TestServer, 'request' | 'contentUrl'>,
  registration: string,
): Promise<() => Promise<Response>> {
  const ticket = (await launchLink(server as TestServer, registration)).split('#')[1]
  const send = (path: string, body: unknown, token = '') =>
    fetch(`${server.contentUrl}/_rt${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
  const started = (await (await send('/sessions', { ticket, nonce: randomUUID() })).json()) as {
    session: string
    token: string
  }
  const activity = 'lesson'
  let n = 1
  return async () => {
    const steps = [{ do: 'open' }, { do: 'initialize' }]
    const step = steps[n - 1] ?? { do: 'set', element: 'cmi.suspend_data', value: noise(4_000) }
    const entries = [{ n, at: new Date().toISOString(), activity, step }]
    const answer = await send('/commits', { session: started.session, entries }, started.token)
    if (answer.ok) n += 1
    return answer
  }
}
