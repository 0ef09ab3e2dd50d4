import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../../src/base/clock.ts'
import { sweepFiles, sweepTemp } from '../../../src/content/index.ts'
import { openLocalFiles } from '../../../src/storage/files/local-files.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/open-storage.ts'
import { temporaryFolder } from '../../support/storage.ts'

const rounds = 8
const filesPerPackage = 32

/** Runs imports in a process of its own and kills it; @returns the ids of the versions that it said were stored. */
async function importUntilKilled(folder: string, milliseconds: number): Promise<string[]> {
  const script = join(import.meta.dirname, 'import-forever.ts')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  let timer: NodeJS.Timeout | undefined
  child.stdout.on('data', (chunk) => {
    said += String(chunk)
    timer ??= setTimeout(() => child.kill('SIGKILL'), milliseconds)
  })
  await new Promise((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  return said.split('\n').slice(0, -1)
}

describe('a server that is killed while it imports', () => {
  test(`has every version that it answered, whole, and nothing by half (${rounds} times)`, async () => {
    const place = await temporaryFolder()
    const answered: string[] = []
    for (let round = 0; round < rounds; round++) {
      answered.push(...(await importUntilKilled(place.location, 5 + 19 * round)))
    }
    const storage = openSqliteStorage(place.location, systemClock)
    const files = await openLocalFiles(place.location)
    const later = () => new Date(Date.now() + 2 * 3_600_000)
    await sweepFiles(storage, files, later)()
    await sweepTemp(files, later)()

    expect(answered.length).toBeGreaterThanOrEqual(rounds)
    for (const id of answered) expect(await storage.packageVersion(id)).toBeDefined()
    const { items } = await storage.listPackages({}, { limit: 10_000 })
    const referred = new Set<string>()
    for (const { id } of items) {
      const version = (await storage.findPackage(id))!.currentVersion
      expect(version.files).toBe(filesPerPackage)
      for (let n = 0; n < 30; n++) {
        const { sha256 } = (await storage.packageFile(version.id, `${n}.js`))!
        const content = Buffer.concat(await (await files.open(sha256)).toArray())
        expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
        referred.add(sha256)
      }
    }
    const stored = await readdir(join(place.location, 'files'), { recursive: true })
    // The manifest and the first page are the same in all of them.
    expect(stored.filter((path) => path.length > 60)).toHaveLength(referred.size + 2)
    expect(await readdir(files.tempFolder)).toEqual([])
    await storage.close()
    await place.remove()
  }, 60_000)
})
