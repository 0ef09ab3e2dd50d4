import fc from 'fast-check'
import {
  type SplitPosition,
  type SplitStatement,
  StatementSplitter,
} from '../../../src/transfer/split-statements.ts'

const split = (chunks: readonly (string | Buffer)[], bytesMax = 10_000): SplitStatement[] => {
  const splitter = new StatementSplitter(bytesMax)
  const found = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk as string)))
  return [...found, ...splitter.end()]
}

const textsOf = (found: readonly SplitStatement[]) => found.map(({ json }) => json?.toString())

describe('StatementSplitter', () => {
  test('reads one statement a line, with any line breaks and blank lines', () => {
    const found = split(['\ufeff{"a":1}\r\n\n  \n{"b":2}'])
    expect(textsOf(found).map((text) => text?.trim())).toEqual(['{"a":1}', '{"b":2}'])
    expect(found.map(({ line, number }) => [line, number])).toEqual([
      [1, 1],
      [4, 2],
    ])
  })

  test('gathers nothing of the blanks before a text, however many there are', () => {
    const blanks = Buffer.from(`${' '.repeat(131_071)}\n`)
    const found = split([...Array.from({ length: 200 }, () => blanks), '{"a":1}'])
    expect(textsOf(found)).toEqual(['{"a":1}'])
    expect(found[0]).toMatchObject({ line: 201, number: 1 })
    expect(found[0]!.after.offset).toBe(200 * 131_072 + 7)
  })

  test('reads the elements of an array, whatever stands in their strings', () => {
    const found = split(['[\n {"a":"]}\\"["},\n {"b":[[{}]]}\n]\n'])
    expect(textsOf(found)).toEqual(['{"a":"]}\\"["}', '{"b":[[{}]]}'])
    expect(found.map(({ line }) => line)).toEqual([2, 3])
  })

  test('reads the statements of a StatementResult and ignores what follows them', () => {
    const found = split(['{ "statements" : [{"a":1},{"b":2}], "more": "/xapi/more" }'])
    expect(textsOf(found)).toEqual(['{"a":1}', '{"b":2}'])
  })

  test('gives elements that are no objects to whoever checks them', () => {
    expect(textsOf(split(['[1, "x,]", null,{"a":1}]']))).toEqual(['1', '"x,]"', 'null', '{"a":1}'])
  })

  test('says that an array is cut short, and that something follows it', () => {
    expect(split(['[{"a":1},{"b"']).map(({ fault }) => fault)).toEqual([
      undefined,
      expect.stringContaining('cut short'),
    ])
    expect(split(['[{"a":1}]\n{"b":2}']).map(({ fault }) => fault)).toEqual([
      undefined,
      expect.stringContaining('follows the end'),
    ])
  })

  test('holds nothing of a statement that is too large, and goes on behind it', () => {
    const large = `{"a":"${'x'.repeat(500)}"}`
    for (const text of [`${large}\n{"b":2}\n`, `[${large},{"b":2}]`]) {
      const found = split([...text].map(String), 100)
      expect(found.map(({ json, fault }) => json?.toString() ?? fault)).toEqual([
        'The statement is larger than 100 bytes.',
        '{"b":2}',
      ])
    }
  })

  test('finds nothing in an empty file or array', () => {
    for (const text of ['', ' \n', '[]', '[\n]\n', '{"statements":[],"more":""}'])
      expect(split([text])).toEqual([])
  })
})

const statements = fc
  .array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 })
  .map((values) => JSON.parse(JSON.stringify(values)) as unknown[])
const forms = {
  lines: (values: readonly unknown[]) => values.map((one) => `${JSON.stringify(one)}\n`).join(''),
  array: (values: readonly unknown[]) => JSON.stringify(values, null, 1),
  result: (values: readonly unknown[]) => JSON.stringify({ statements: values, more: '' }),
}

describe.each(Object.entries(forms))('StatementSplitter on %s', (_name, write) => {
  test('finds the same however the bytes are cut, and after a stop at any place', () => {
    const cuts = fc.array(fc.nat(2_000), { maxLength: 20 })
    fc.assert(
      fc.property(statements, cuts, fc.nat(8), (values, places, stopAt) => {
        const bytes = Buffer.from(write(values))
        const found = split(chunksOf(bytes, places))
        expect(found.map(({ json }) => JSON.parse(json!.toString()))).toEqual(values)
        const stop = found[Math.min(stopAt, found.length - 1)]
        if (stop) expect(resumed(bytes, stop.after)).toEqual(values.slice(stop.number))
      }),
      { numRuns: 300 },
    )
  })
})

function chunksOf(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.filter((at) => at < bytes.length), bytes.length].sort((a, b) => a - b)
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end))
}

function resumed(bytes: Buffer, position: SplitPosition): unknown[] {
  const splitter = new StatementSplitter(10_000, position)
  const found = [...splitter.push(bytes.subarray(position.offset)), ...splitter.end()]
  return found.map(({ json }) => JSON.parse(json!.toString()))
}
