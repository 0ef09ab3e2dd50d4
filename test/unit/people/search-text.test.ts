import { searchTextOf, searchTokens } from '../../../src/people/search-text.ts'

const finds = (query: string, person: Parameters<typeof searchTextOf>[0]): boolean =>
  searchTokens(query).every((token) => searchTextOf(person).includes(` ${token}`))

const dang = { name: 'Đặng Thị Ước', code: 'HV-0042', email: 'uoc.dang@truong.edu.vn' }

describe('searchTextOf()', () => {
  test.each([
    'dang',
    'Đặng Thị Ước',
    'uoc dang',
    'd th u',
    'ĐẶNG'.normalize('NFD'),
    'hv-0042',
    '0042',
    'uoc.dang@truong.edu.vn',
    'truong',
    '',
  ])('is found by "%s"', (query) => {
    expect(finds(query, dang)).toBe(true)
  })

  test.each(['ang', 'dang van', '42', 'nguyen'])('is not found by "%s"', (query) => {
    expect(finds(query, dang)).toBe(false)
  })
})
