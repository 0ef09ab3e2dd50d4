import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../src/base/clock.ts'
import { readConfig } from '../../../src/config/index.ts'
import { openStore } from '../../../src/open-store.ts'
import { openLocalFiles } from '../../../src/storage/files/local-files.ts'
import { beginFileImport, openImports } from '../../../src/transfer/index.ts'
import { temporaryFolder } from '../../support/storage.ts'
import { manyStatements, ndjsonOf } from './transfer-server.ts'

const root = join(import.meta.dirname, '../../..')
const count = 4_000
const by = { kind: 'account', id: 'test', name: 'Test', scopes: ['all'] } as const

describe('an import whose process is killed', () => {
  test('goes on exactly behind what is stored: nothing twice, nothing left out', async () => {
    const place = await temporaryFolder()
    const env = { HOCBA_DATA: place.location, HOCBA_LOG_LEVEL: 'error' }
    const path = join(place.location, 'statements.ndjson')
    const text = ndjsonOf(manyStatements(count))
    writeFileSync(path, text)
    const config = readConfig(env)
    const storage = await openStore(config, systemClock)
    try {
      const source = { kind: 'file', path, fileName: 'f', bytes: text.length } as const
      const job = await beginFileImport({ store: storage, clock: systemClock })(
        { by, keepsAuthority: false },
        source,
      )
      let kills = 0
      for (let least = 500; least <= 1_500; least += 500, kills++) {
        await killWhen(env, kills + 1, async () => {
          const { counts } = (await storage.findImportJob(job.id))!
          return counts.read >= least
        })
      }
      expect(kills).toBe(3)
      const { counts } = (await storage.findImportJob(job.id))!
      expect(counts.read).toBeLessThan(count)
      expect(counts.stored).toBe(counts.read)
      const importFiles = await openLocalFiles(join(place.location, 'imports'))
      const later = () => new Date(Date.now() + (kills + 1) * 3_600_000)
      const worker = openImports({ ...config, store: storage, clock: later, importFiles }, quiet)
      expect(await worker.runNext()).toBe(true)
      expect(await storage.findImportJob(job.id)).toMatchObject({
        state: 'done',
        counts: { read: count, stored: count, unchanged: 0, rejected: 0 },
      })
    } finally {
      await storage.close()
      await place.remove()
    }
  }, 60_000)
})

const quiet = { observers: [], report: () => undefined }

/** Lets a process work on imports until `isTime`, then ends it as a crash would. */
async function killWhen(
  env: Record<string, string>,
  hours: number,
  isTime: () => Promise<boolean>,
): Promise<void> {
  const script = join(root, 'test/support/work-on-imports.ts')
  const child = spawn(process.execPath, [script, String(hours)], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  const gone = once(child, 'exit')
  while (child.exitCode === null && !(await isTime()))
    await new Promise((resolve) => setTimeout(resolve, 2))
  child.kill('SIGKILL')
  await gone
}
