import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pageOf, readCursor } from '../../../src/base/page.ts'
import { secretBox } from '../../../src/base/secret-box.ts'
import type { Erasure } from '../../../src/erasure/erasure.ts'
import {
  completeList,
  type ListedErasure,
  listName,
  readList,
  sealLine,
} from '../../../src/erasure/erasures-list.ts'
import type { ErasingStore } from '../../../src/erasure/store.ts'

const box = secretBox(Buffer.alloc(32, 7), 'erasures under way')

/** As many acts as another node has carried out, the newest first. */
const storeWith = (acts: number): Pick<ErasingStore, 'listErasures'> => ({
  async listErasures({ limit, cursor }) {
    const [before] = cursor === undefined ? [acts] : readCursor(cursor, ['number'])
    const numbers = Array.from({ length: Number(before) }, (_, index) => Number(before) - 1 - index)
    const page = pageOf(numbers.slice(0, limit + 1), limit, (last) => [last])
    return { ...page, items: page.items.map(actOf) }
  },
})

const actOf = (number: number): Erasure => {
  const id = `act-${number}`
  return { id, sealedLine: sealLine(box, { erasure: id } as ListedErasure) } as Erasure
}

describe('completeList()', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hocba-list-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const listedActs = () => readList(join(folder, listName)).map(({ erasure }) => erasure)

  test('lists every act after it was broken off between the first page and the second', async () => {
    const breaking = { ...box, open: breakAfter(120, box.open) }
    await expect(completeList(storeWith(150), breaking, folder)).rejects.toThrow('broken off')
    await completeList(storeWith(150), box, folder)
    expect(listedActs()).toEqual(Array.from({ length: 150 }, (_, number) => `act-${number}`))
  }, 30_000)
})

function breakAfter<Values extends unknown[], Result>(
  times: number,
  work: (...values: Values) => Result,
): (...values: Values) => Result {
  let left = times
  return (...values) => {
    if (left-- === 0) throw new Error('broken off')
    return work(...values)
  }
}
