import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { openStore } from '../../src/open-store.ts'
import type { Place } from '../contract/engine.ts'
import { freePorts, type TestServer } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/storage.ts'
import { archiveArbitrary } from './archives.ts'
import { forAll } from './drive.ts'
import { sample, seed } from './seed.ts'

/** How many uploads; the long form: HOCBA_FUZZ_ARCHIVES=100000. prove/ uploads 2,000. */
const count = Number(process.env.HOCBA_FUZZ_ARCHIVES ?? 500)
const perTurn = 500
const peakMiBMax = 300

let place: Place
let child: ServerProcess
let server: TestServer

beforeAll(async () => {
  place = await temporaryFolder()
  const [port, contentPort] = await freePorts(2)
  const env = {
    HOCBA_DATA: join(place.location, 'data'),
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    // Whatever keeps the records: the folder is looked through.
    HOCBA_FILES: 'local',
  }
  child = await startServerProcess(env)
  server = await clientOf(env)
})
afterAll(async () => {
  await child?.terminate()
  await place?.remove()
})

interface Answer {
  readonly code?: string
  readonly message?: string
  readonly pointer?: string
  readonly facts?: { readonly findings: readonly { readonly file?: string }[] }
}

let taken = 0

/** @returns what is wrong with the answer to an upload, if anything. */
async function upload(zip: Buffer): Promise<string | undefined> {
  const started = performance.now()
  const response = await server.request('POST', '/api/v1/packages', new Uint8Array(zip))
  const text = await response.text()
  const answer = JSON.parse(text) as Answer
  const shown = () =>
    `${response.status} ${text.slice(0, 300)} for ${zip.subarray(0, 3_000).toString('base64')}`
  if (performance.now() - started > 5_000) return `took too long: ${shown()}`
  if (response.status === 201) {
    taken++
    return undefined
  }
  if (response.status !== 422 || answer.code !== 'package-refused') return shown()
  const place = answer.facts?.findings[0]?.file
  const isPlaced = place === undefined || answer.pointer?.startsWith(place) === true
  return /^The package cannot be used: .+\.$/.test(answer.message ?? '') && isPlaced
    ? undefined
    : shown()
}

/** Everything below the folder that holds the data, the names of stored files and the database left out. */
async function strangers(): Promise<string[]> {
  const found = await readdir(place.location, { recursive: true })
  const ours =
    /^data(\/(files(\/[0-9a-f]{2}(\/[0-9a-f]{62})?)?|tmp|imports(\/(files|tmp))?|hocba\.db(-wal|-shm)?|(signing|ledger)\.key))?$/
  return found.filter((path) => !ours.test(path))
}

/** Files in the store that no package has: what a refused one would have left. */
async function unreferenced(): Promise<readonly string[]> {
  const found = await readdir(join(server.config.dataFolder, 'files'), { recursive: true })
  const hashes = found.filter((path) => path.includes('/')).map((path) => path.replace('/', ''))
  const storage = await openStore(server.config, systemClock)
  try {
    return await storage.unreferencedFiles(hashes)
  } finally {
    await storage.close()
  }
}

const packagesThere = async () => {
  let packages = 0
  let cursor: string | undefined
  do {
    const path = `/api/v1/packages?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    const page = (await (await server.request('GET', path)).json()) as {
      items: unknown[]
      cursor?: string
    }
    packages += page.items.length
    cursor = page.cursor
  } while (cursor)
  return packages
}

describe(`archives that lie (seed ${seed})`, () => {
  test(
    `${count} uploads are taken whole or refused with a place, and leave nothing behind`,
    async () => {
      for (let turn = 0; turn * perTurn < count; turn++) {
        const zips = sample(archiveArbitrary, Math.min(perTurn, count - turn * perTurn), turn)
        expect(await forAll(zips, upload, 4)).toEqual([])
      }
      expect(await strangers()).toEqual([])
      expect(await unreferenced()).toEqual([])
      expect(await packagesThere()).toBe(taken)
      expect(taken).toBeGreaterThan(count / 50)
      expect(taken).toBeLessThan(count / 2)
      expect(child.errors()).toBe('')
      if (process.platform === 'linux') expect(await peakMiB()).toBeLessThan(peakMiBMax)
    },
    60_000 + count * 60,
  )
})

/** The most memory that the server ever had. */
async function peakMiB(): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024)
}
