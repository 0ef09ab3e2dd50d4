import { standardColumns } from '../../../src/transfer/export-columns.ts'
import { writeCsv } from '../../../src/transfer/write-csv.ts'
import type { StoredStatement } from '../../../src/xapi/index.ts'

const stored = (statement: object): StoredStatement => ({
  seq: 1_800_000_000_000_000,
  id: '5b0c8e0e-8f6d-4c9b-9f1c-2f1f6d0f4a11',
  json: Buffer.from(JSON.stringify({ actor: {}, verb: {}, object: {}, ...statement })),
})

async function cellsOf(responses: readonly unknown[], separator: ',' | ';' = ',') {
  const columns = standardColumns(undefined).filter(({ name }) => name === 'response')
  const pages = (async function* () {
    yield responses.map((response) => stored({ result: { response } }))
  })()
  let text = ''
  for await (const chunk of writeCsv(pages, { columns, separator })) text += chunk
  return text.split('\r\n').slice(1, -1)
}

describe('writeCsv()', () => {
  test.each(['=1+1', '+84 90', '-cmd', '@SUM(A1)', '\tx', '\rx'])(
    'makes no formula of %j',
    async (response) => {
      const [cell] = await cellsOf([response])
      expect(cell!.replace(/^"/, '')).toMatch(/^'/)
    },
  )

  test('makes no formula of what another separator would make a cell of', async () => {
    const text = `x;=cmd|'/C calc'!A0\n@SUM(1)\t+1+cmd,-1+cmd;"=1,"=1`
    const cut = { ',': /[;\t\r\n]/, ';': /[,\t\r\n]/ }
    for (const separator of [',', ';'] as const) {
      const [cell] = await cellsOf([text], separator)
      for (const part of cell!.split(cut[separator])) expect(part).toMatch(/^("*'|"*x)/)
    }
    expect(await cellsOf(['[1,-2]', 'a,b; -c'], ';')).toEqual(['[1,-2]', '"a,b; -c"'])
  })

  test('quotes what the separator, a quote or a line break would divide, and nothing else', async () => {
    expect(await cellsOf(['a,b', 'a;b', 'a"b', 'a\nb', 'ấ b'])).toEqual([
      '"a,b"',
      'a;b',
      '"a""b"',
      '"a\nb"',
      'ấ b',
    ])
    expect(await cellsOf(['a,b', 'a;b'], ';')).toEqual(['a,b', '"a;b"'])
  })

  test('leaves numbers as they are', async () => {
    expect(await cellsOf([-0.5])).toEqual(['-0.5'])
  })
})
