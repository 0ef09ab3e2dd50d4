/**
 * Sends generated requests to two servers, one on SQLite and one on MongoDB, and compares every answer
 * (test/fuzz/same-answers). Goes on until twenty differ; of the first one it leaves out the requests that the difference does not
 * need, and ends with 1.
 *
 *   bash scripts/with-test-mongodb.sh node bench/same-answers.ts [requests, 20000] [seed]
 */
const [count = '20000', given] = process.argv.slice(2)
// Read when the generators are loaded, so they are loaded behind it.
if (given !== undefined) process.env.HOCBA_FUZZ_SEED = given
const { seed } = await import('../test/fuzz/seed.ts')
const { compareEngines } = await import('../test/fuzz/same-answers/compare-engines.ts')
const { explainDifference } = await import('../test/fuzz/same-answers/shrink.ts')

const server = process.env.HOCBA_TEST_MONGODB_URL
if (!server) throw new Error('HOCBA_TEST_MONGODB_URL names no server.')
console.log(`seed ${seed}`)
const start = performance.now()
let told = 0
const { requests, positions, answers, differences } = await compareEngines(server, {
  ...{ count: Number(count), seed, differencesMax: 20 },
  tell(done, found) {
    const seconds = Math.round((performance.now() - start) / 1000)
    console.log(`${done} requests, ${seconds} s, ${found.length} differences`)
    for (const { turn, what } of found.slice(told)) console.log(`request ${turn} differs: ${what}`)
    told = found.length
  },
})
const statuses = Map.groupBy(answers, ([kind]) => kind.split(' ').at(-1)!)
const byStatus = [...statuses]
  .sort(([a], [b]) => Number(a) - Number(b))
  .map(([status, kinds]) => `${status}: ${kinds.reduce((sum, [, times]) => sum + times, 0)}`)
for (const [kind, times] of [...answers].sort()) console.log(`${String(times).padStart(7)} ${kind}`)
console.log(
  `${requests} requests; ${byStatus.join(', ')}; ${positions} positions mapped one to one`,
)
for (const { turn, what } of differences.slice(told))
  console.log(`request ${turn} differs: ${what}`)
const [first] = differences
if (first) {
  console.log(await explainDifference(server, first, seed))
  process.exitCode = 1
} else console.log('ok   every answer is the same')
