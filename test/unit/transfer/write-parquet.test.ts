import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { standardColumns } from '../../../src/transfer/export-columns.ts'
import { writeParquet } from '../../../src/transfer/write-parquet.ts'
import type { StoredStatement } from '../../../src/xapi/index.ts'

const statement = (number: number): StoredStatement => {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  const value = {
    id,
    actor: { mbox: `mailto:an-${number % 7}@example.vn` },
    verb: { id: 'https://example.vn/verbs/answered' },
    object: { id: `https://example.vn/lessons/${number % 3}` },
    result: number % 2 === 0 ? { score: { scaled: (number % 10) / 10 } } : undefined,
    authority: { account: { homePage: 'https://example.vn', name: 'key' } },
  }
  return { seq: 1_767_225_600_000_000 + number, id, json: Buffer.from(JSON.stringify(value)) }
}

async function* pagesOf(count: number) {
  for (let from = 0; from < count; from += 500)
    yield Array.from({ length: Math.min(500, count - from) }, (_, at) => statement(from + at))
}

async function written(count: number): Promise<ArrayBuffer> {
  const chunks: Buffer[] = []
  for await (const chunk of writeParquet(pagesOf(count), standardColumns('vi'))) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks)).buffer
}

describe('writeParquet()', () => {
  it('writes every row with all its columns, also where they are several groups', async () => {
    const file = await written(4_300)
    const rows = await parquetReadObjects({ file })
    expect(rows).toHaveLength(4_300)
    for (const number of [0, 1, 1_999, 2_000, 4_299])
      expect(rows[number]).toMatchObject({
        id: statement(number).id,
        actor: `mailto:an-${number % 7}@example.vn`,
        scoreScaled: number % 2 === 0 ? (number % 10) / 10 : null,
        statement: statement(number).json.toString(),
      })
  })

  it('describes groups that have each column once and know their rows', async () => {
    const { num_rows, row_groups } = parquetMetadata(await written(4_300))
    expect(num_rows).toBe(4_300n)
    expect(row_groups.map((group) => group.num_rows)).toEqual([2_000n, 2_000n, 300n])
    for (const group of row_groups) {
      expect(group.columns).toHaveLength(standardColumns('vi').length + 1)
      const bytes = group.columns.map(({ meta_data }) => meta_data!.total_compressed_size)
      expect(group.total_compressed_size).toBe(bytes.reduce((sum, one) => sum + one, 0n))
    }
  })

  it('lets others in between the columns of a group', async () => {
    let turns = 0
    let isOver = false
    const count = () => {
      turns++
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    await written(1_000)
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(standardColumns('vi').length)
  })
})
