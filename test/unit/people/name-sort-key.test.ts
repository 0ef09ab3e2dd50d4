import fc from 'fast-check'
import { nameSortKey } from '../../../src/people/name-sort-key.ts'

const vietnamese = new Intl.Collator('vi')

const divide = (name: string) => {
  const words = name.split(' ')
  return { given: words.pop()!, rest: words.join(' ') }
}

/** What the key stands for: given name, then the rest, each by the rules of the language. */
const compareNames = (a: string, b: string): number =>
  vietnamese.compare(divide(a).given, divide(b).given) ||
  vietnamese.compare(divide(a).rest, divide(b).rest)

const compareKeys = (a: string, b: string): number => {
  const [left, right] = [nameSortKey(a), nameSortKey(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

const letters = [
  ...'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ',
]
const word = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 6 })
  .map((characters) => {
    const text = characters.join('')
    return text[0]!.toUpperCase() + text.slice(1)
  })
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))

describe('nameSortKey()', () => {
  test('sorts a class as its list does', () => {
    const sorted = ['Đỗ Văn Ái', 'Lê An', 'Nguyễn Thị An', 'Nguyễn Văn An', 'Trần Anh', 'Bùi Ánh']
    const rest = ['Vũ Ăn', 'Hồ Ân', 'Ngô Dung', 'Lý Đạt', 'Mai Đức', 'Phạm Ước', 'Cao Ý']
    const list = [...sorted.slice(1, 5), sorted[0]!, sorted[5]!, ...rest]
    const expected = list.toSorted(compareNames)
    expect(list.toReversed().toSorted(compareKeys)).toEqual(expected)
    expect(expected.map((person) => divide(person).given)).toEqual([
      ...['Ái', 'An', 'An', 'An', 'Anh', 'Ánh', 'Ăn', 'Ân', 'Dung', 'Đạt', 'Đức', 'Ước', 'Ý'],
    ])
  })

  test('sorts tones as ngang, huyền, hỏi, ngã, sắc, nặng', () => {
    const tones = ['ba', 'bà', 'bả', 'bã', 'bá', 'bạ']
    expect(tones.toReversed().toSorted(compareKeys)).toEqual(tones)
  })

  test('agrees with the collation of the language for any two names', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compareKeys(a, b)).toBe(Math.sign(compareNames(a, b)))
      }),
      { numRuns: 3_000 },
    )
  })

  test('does not depend on how the accents are encoded', () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(nameSortKey(text.normalize('NFD'))).toBe(nameSortKey(text))
      }),
    )
  })

  test('gives names of other languages a place', () => {
    const names = ['Müller', 'O’Neil Ann', '2 An', '李 小龍', 'Ng V. A.']
    for (const other of names) expect(nameSortKey(other)).not.toBe('')
    expect(compareKeys('Ann Zoe', 'Bea 李')).toBe(-1)
  })
})
