import { testServerUrl } from '../support/mongodb.ts'
import { compareEngines } from './same-answers/compare-engines.ts'
import { seed } from './seed.ts'

/** The short form of bench/same-answers.ts. The server that CI builds does some thousand operations a second. */
const count = 500
const millisecondsMax = 300_000

if (testServerUrl === undefined) {
  test.skip('both engines answer alike (skipped: HOCBA_TEST_MONGODB_URL names no server)', () =>
    undefined)
} else {
  test(
    `${count} generated requests are answered alike by both engines (seed ${seed})`,
    async () => {
      const { requests, answers, differences } = await compareEngines(testServerUrl!, {
        count,
        seed,
      })
      const again = `bash scripts/with-test-mongodb.sh node bench/same-answers.ts ${count} ${seed}`
      const said = differences.map(({ turn, what }) => `request ${turn}: ${what}\n${again}`)
      expect(said).toEqual([])
      expect(requests).toBe(count)
      // Requests that are all refused would be answered alike by anything.
      const taken = [...answers].filter(([kind]) => / 2\d\d$/.test(kind))
      expect(taken.reduce((sum, [, times]) => sum + times, 0)).toBeGreaterThan(count / 2)
    },
    millisecondsMax,
  )
}
