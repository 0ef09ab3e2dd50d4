import { reportFigures } from '../support/figures.ts'
import { type Fault, injectFault } from './io-faults/inject-fault.ts'
import { type Installation, openInstallation } from './io-faults/installation.ts'
import { canTrace } from './power-cut/record.ts'

/**
 * The n-th call of the disk fails, for every n, while the real server writes and while it stops. An answer is then 5xx with
 * nothing acknowledged; the process goes on or ends with an error, and after a start everything acknowledged is there.
 */

/** Every how manieth place is tried; `npm run prove` tries each. */
const step = Number(process.env.HOCBA_TEST_IO_FAULT_STEP ?? 25)
const calls = [
  'pwrite64',
  'fsync',
  'fdatasync',
  'ftruncate',
  'rename',
  'unlink',
  'mkdir',
  'pread64',
]
const whereTraceable = canTrace() ? describe : describe.skip

whereTraceable('a disk that fails once', () => {
  let installation: Installation
  beforeAll(async () => {
    installation = await openInstallation()
  }, 60_000)
  afterAll(() => installation?.remove())

  /** @returns what went wrong at each place where the fault struck, and how many places there are. */
  async function sweep(fault: Omit<Fault, 'nth'>, work: () => Promise<string[]>) {
    const wrong: string[] = []
    let places = 0
    for (let nth = 1; ; nth += step) {
      const injected = await injectFault(installation.pid, { ...fault, nth })
      const found = await work()
      const times = await injected.end()
      found.push(...(await installation.recover()))
      wrong.push(...found.map((what) => `${fault.call} ${nth}: ${what}`))
      if (times === 0) return { wrong, places }
      places += 1
    }
  }

  test.each(calls)(
    'while it writes: %s',
    async (call) => {
      const before = installation.exits
      const { wrong, places } = await sweep({ call, error: 'EIO' }, installation.write)
      reportFigures('io-faults', {
        call,
        places,
        failed: wrong.length,
        exits: installation.exits - before,
      })
      expect(wrong).toEqual([])
    },
    3_600_000,
  )

  test.each(['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'unlink'])(
    'while it stops: %s',
    async (call) => {
      const { wrong, places } = await sweep({ call, error: 'EIO' }, async () => {
        const refused = await installation.write()
        await installation.stop()
        return refused
      })
      reportFigures('io-faults', {
        call: `${call} at the stop`,
        places,
        failed: wrong.length,
        exits: 0,
      })
      expect(wrong).toEqual([])
    },
    3_600_000,
  )
})

whereTraceable('a disk that became read-only', () => {
  test('ends the server with an error, and loses nothing', async () => {
    const installation = await openInstallation()
    try {
      await installation.write()
      const before = installation.acknowledged
      expect(before).toBeGreaterThan(0)
      const injected = await injectFault(installation.pid, { call: 'pwrite64', error: 'EROFS' })
      expect(await installation.write()).toEqual([])
      expect(await injected.end()).toBeGreaterThan(0)
      expect(installation.acknowledged).toBe(before)
      expect(await installation.recover()).toEqual([])
      expect(installation.exits).toBe(1)
      await installation.write()
      expect(installation.acknowledged).toBeGreaterThan(before)
    } finally {
      await installation.remove()
    }
  }, 120_000)
})
