import { newUuid } from '../../src/base/ids.ts'
import { countSince, forAll, newestStored } from '../fuzz/drive.ts'
import { changed, respelled } from '../fuzz/equal-statements.ts'
import { randomFrom, seed, validStatements } from '../fuzz/seed.ts'
import { reportFigures } from '../support/figures.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type Json, statementOf } from '../support/xapi-client.ts'

/** What an answer to a batch, to a statement that comes again, and to a reader right after a writer promises. */

/** `npm run prove` asks for 500, 10,000 and 100,000. */
const positions = Number(process.env.HOCBA_TEST_POSITIONS ?? 12)
const pairs = Number(process.env.HOCBA_TEST_PAIRS ?? 200)
const reads = Number(process.env.HOCBA_TEST_READS ?? 300)
const batchSize = 500
const longest = 7_200_000

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const version = { 'X-Experience-API-Version': '2.0.0' }

async function post(body: unknown): Promise<{ status: number; text: string }> {
  const answer = await server.request('POST', '/xapi/statements', body, version)
  return { status: answer.status, text: await answer.text() }
}

async function get(query: string): Promise<Response> {
  return server.request('GET', `/xapi/statements?${query}`, undefined, version)
}

test(
  'of a batch nothing is stored if one statement is refused, wherever it stands',
  async () => {
    const known = statementOf({ id: newUuid() })
    expect((await post(known)).status).toBe(200)
    const since = await newestStored(server)
    const found: string[] = []
    for (let n = 0; n < positions; n++) {
      const position = Math.floor((n * batchSize) / positions)
      const batch = Array.from({ length: batchSize }, () => statementOf({ id: newUuid() }))
      const twin = batch[(position + 1) % batchSize]!.id
      const [status, bad] = [
        [400, statementOf({ actor: { mbox: 'an@example.vn' } })] as const,
        [409, { ...known, result: { success: true } }] as const,
        [400, statementOf({ id: twin })] as const,
      ][n % 3]!
      const answer = await post(batch.with(position, bad))
      const stored = await countSince(server, since)
      if (answer.status !== status || stored > 0) {
        found.push(`${position}: ${answer.status}, ${stored} stored`)
      }
    }
    expect(found).toEqual([])
    reportFigures('batches', { positions })
  },
  longest,
)

test(
  `a statement that comes again is the same or another, as the rules of comparison say (seed ${seed})`,
  async () => {
    const random = randomFrom(seed)
    const statements = validStatements('2.0.0', pairs).map(
      (statement): Json => ({ ...statement, id: newUuid() }),
    )
    const complaints = await forAll(statements, async (statement) => {
      const id = String(statement.id)
      const isSame = random() < 0.5
      const again = isSame ? respelled(statement, random) : changed(statement, random)
      const first = await post(statement)
      const before = await (await get(`statementId=${id}`)).text()
      const second = await post(again)
      const after = await (await get(`statementId=${id}`)).text()
      const isRight = second.status === (isSame ? 200 : 409) && before === after
      if (first.status === 200 && isRight) return undefined
      return `${isSame ? 'the same' : 'another'}: ${first.status}, ${second.status} ${second.text} for ${JSON.stringify([statement, again])}`
    })
    expect(complaints).toEqual([])
    reportFigures('pairs', { pairs, wrong: complaints.length })
  },
  longest,
)

test(
  'what was acknowledged is in every list at once, and the promise of completeness covers it',
  async () => {
    const complaints = await forAll(Array.from({ length: reads }), async () => {
      const registration = newUuid()
      const id = newUuid()
      const written = await post(statementOf({ id, context: { registration } }))
      const answer = await get(`registration=${registration}`)
      const { statements } = (await answer.json()) as {
        statements: { id: string; stored: string }[]
      }
      const through = answer.headers.get('X-Experience-API-Consistent-Through') ?? ''
      const isThere = statements.length === 1 && statements[0]!.id === id
      if (written.status === 200 && isThere && through >= statements[0]!.stored) return undefined
      return `${id}: ${written.status}, ${statements.length} found, consistent through ${through}`
    })
    expect(complaints).toEqual([])
    reportFigures('reads after writes', { reads, missed: complaints.length })
  },
  longest,
)
