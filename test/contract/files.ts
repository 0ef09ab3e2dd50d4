import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { FileStore } from '../../src/content/store.ts'
import { type StandingClock, standingClock } from './engine.ts'

/** A place for package files, as the contract sees it. */
export interface FilesEngine {
  open(clock: StandingClock): Promise<OpenedFiles>
}

export interface OpenedFiles {
  readonly files: FileStore
  /** Another process that has the same place open. */
  readonly other: FileStore
  remove(): Promise<void>
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What every store of package files promises. */
export function filesContract(name: string, engine: FilesEngine): void {
  describe(`files in ${name}`, () => {
    let opened: OpenedFiles
    let files: FileStore
    const clock = standingClock(new Date().toISOString())
    beforeEach(async () => {
      opened = await engine.open(clock)
      files = opened.files
    })
    afterEach(() => opened.remove())

    const put = (bytes: Buffer, bytesMax = 100_000_000) => files.put(chunksOf(bytes), bytesMax)
    const temp = (bytes: Buffer) => {
      const path = join(files.tempFolder, randomBytes(8).toString('hex'))
      writeFileSync(path, bytes)
      return { path, sha256: sha256Of(bytes) }
    }
    const future = () => new Date(Date.now() + 60_000)
    const stale = async () => {
      const found: string[] = []
      for await (const sha256 of files.olderThan(future())) found.push(sha256)
      return found.sort()
    }

    test.each([0, 1, 70_000, 5_000_000])(
      '%i bytes come back as they were, also to another process',
      async (length) => {
        const bytes = randomBytes(length)
        const { sha256, bytes: counted } = await put(bytes)
        expect([sha256, counted]).toEqual([sha256Of(bytes), length])
        expect(await files.has(sha256)).toBe(true)
        expect((await buffer(await opened.other.open(sha256))).equals(bytes)).toBe(true)
      },
    )

    test('a range is the bytes from its start to its end, both included', async () => {
      const bytes = randomBytes(3_000_000)
      const { sha256 } = await put(bytes)
      for (const [start, end] of [
        [0, 0],
        [1_048_575, 1_048_576],
        [2_999_999, 2_999_999],
        [10, 2_500_000],
      ] as const) {
        const part = await buffer(await files.open(sha256, { start, end }))
        expect(part.equals(bytes.subarray(start, end + 1))).toBe(true)
      }
    })

    test('what is larger than it may be is refused and leaves nothing', async () => {
      await expect(put(randomBytes(2_000_000), 1_000_000)).rejects.toMatchObject({
        code: 'body-too-large',
      })
      expect(readdirSync(files.tempFolder)).toEqual([])
      expect(await stale()).toEqual([])
    })

    test('a source that breaks off leaves nothing', async () => {
      async function* broken() {
        yield randomBytes(100_000)
        throw new Error('the connection broke')
      }
      await expect(files.put(broken(), 1_000_000)).rejects.toThrow('the connection broke')
      expect(readdirSync(files.tempFolder)).toEqual([])
      expect(await stale()).toEqual([])
    })

    test('a file that is not there is not found', async () => {
      const sha256 = sha256Of(Buffer.from('nothing'))
      expect(await files.has(sha256)).toBe(false)
      await expect(files.open(sha256)).rejects.toMatchObject({ code: 'not-found' })
      await files.remove(sha256)
    })

    test('finished files are moved in, equal contents are kept once, by two processes at once too', async () => {
      const [same, own] = [randomBytes(50_000), randomBytes(60_000)]
      const first = [temp(same), temp(own)]
      const second = [temp(same), temp(same)]
      await Promise.all([files.adopt(first), opened.other.adopt(second)])
      for (const { path } of [...first, ...second]) expect(existsSync(path)).toBe(false)
      expect(await stale()).toEqual([sha256Of(same), sha256Of(own)].sort())
      expect((await buffer(await files.open(sha256Of(same)))).equals(same)).toBe(true)
    })

    test('what was stored since is spared when old files are removed, and goes otherwise', async () => {
      const { sha256 } = await put(randomBytes(1_000))
      await files.remove(sha256, new Date(Date.now() - 60_000))
      expect(await files.has(sha256)).toBe(true)
      await files.remove(sha256, future())
      expect(await files.has(sha256)).toBe(false)
      expect(await stale()).toEqual([])
    })

    test('work in progress that a crash left goes once it is old', async () => {
      const { path } = temp(randomBytes(10))
      await files.removeTempOlderThan(new Date(Date.now() - 60_000))
      expect(existsSync(path)).toBe(true)
      await files.removeTempOlderThan(future())
      expect(existsSync(path)).toBe(false)
    })
  })
}

async function* chunksOf(bytes: Buffer) {
  for (let start = 0; start < bytes.length; start += 64_000)
    yield bytes.subarray(start, start + 64_000)
}
