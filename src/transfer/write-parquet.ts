import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { Statement, StoredStatement } from '../xapi/index.ts'
import type { Cell, Column } from './export-columns.ts'

/** A row group is what a reader takes at once, and what is held here until it is full. */
const groupRowsMax = 2_000
const groupBytesMax = 8 * 1024 * 1024

/**
 * Statements as an Apache Parquet file (Snappy): the columns, and the whole statement as JSON text in the column
 * `statement`. Times are microseconds, UTC.
 */
export async function* writeParquet(
  pages: AsyncIterable<readonly StoredStatement[]>,
  columns: readonly Column[],
): AsyncGenerator<Buffer> {
  const bytes = new TakenBytes()
  const schema = schemaOf(columns)
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'hocba' })
  let group = new RowGroup(columns)
  for await (const page of pages) {
    for (const stored of page) group.add(stored)
    if (!group.isFull) continue
    await group.write(writer)
    yield bytes.take()
    group = new RowGroup(columns)
  }
  if (group.rows > 0) await group.write(writer)
  writer.finish()
  yield bytes.take()
}

/** Hands over what was written so far; positions in the file go on. */
class TakenBytes extends ByteWriter {
  take(): Buffer {
    const taken = Buffer.from(this.getBytes())
    this.index = 0
    return taken
  }
}

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number]

const elements: Readonly<Record<Column['type'], Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
}

const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: 'statements', num_children: columns.length + 1 },
  ...columns.map(({ name, type }) => ({
    name,
    ...elements[type],
    repetition_type: 'OPTIONAL' as const,
  })),
  { name: 'statement', ...elements.text, repetition_type: 'REQUIRED' },
]

/** Rows turned into columns. */
class RowGroup {
  readonly #columns: readonly Column[]
  readonly #cells: unknown[][]
  readonly #statements: Buffer[] = []
  #bytes = 0

  constructor(columns: readonly Column[]) {
    this.#columns = columns
    this.#cells = columns.map(() => [])
  }

  get rows(): number {
    return this.#statements.length
  }

  get isFull(): boolean {
    return this.rows >= groupRowsMax || this.#bytes >= groupBytesMax
  }

  add(stored: StoredStatement): void {
    const statement = JSON.parse(stored.json.toString('utf8')) as Statement
    for (const [index, column] of this.#columns.entries())
      this.#cells[index]!.push(parquetValue(column, column.read({ stored, statement })))
    this.#statements.push(stored.json)
    this.#bytes += stored.json.length
  }

  /** Encodes one column after the other and lets others in between: all of them together would hold them up for long. */
  async write(writer: ParquetWriter): Promise<void> {
    const columns = this.#columns.map(({ name }, index) => ({
      name,
      data: this.#cells[index]!,
      ...noIndex,
    }))
    const texts = { name: 'statement', data: this.#statements, ...plain, ...noIndex }
    const groups = writer.row_groups.length
    const rows = writer.num_rows
    for (const column of [...columns, texts]) {
      writer.write({ columnData: [column], rowGroupSize: this.rows })
      await new Promise(setImmediate)
    }
    // The writer takes each column for a group of its own; they are one.
    writer.row_groups.push(joined(writer.row_groups.splice(groups)))
    writer.num_rows = rows + BigInt(this.rows)
  }
}

type WrittenGroup = ParquetWriter['row_groups'][number]

const joined = (parts: readonly WrittenGroup[]): WrittenGroup => {
  const sum = (sizeOf: (part: WrittenGroup) => bigint | undefined) =>
    parts.reduce((total, part) => total + (sizeOf(part) ?? 0n), 0n)
  return {
    columns: parts.flatMap(({ columns }) => columns),
    num_rows: parts[0]!.num_rows,
    total_byte_size: sum((part) => part.total_byte_size),
    total_compressed_size: sum((part) => part.total_compressed_size),
  }
}

/** A group is one page: an index of pages would only make the end of a large file heavy. */
const noIndex = { offsetIndex: false } as const

/** No two statements are the same, so neither a dictionary nor bounds would help anybody. */
const plain = { encoding: 'PLAIN', statistics: false } as const

function parquetValue({ type }: Column, cell: Cell): unknown {
  if (cell === null) return undefined
  if (type === 'time') return BigInt(cell as number)
  return type === 'text' ? String(cell) : cell
}
