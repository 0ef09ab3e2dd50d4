import { chooseLanguage, languageRanges } from '../../../src/xapi/statements/choose-language.ts'

const map = { 'en-US': 'color', 'en-GB': 'colour', 'vi-VN': 'màu', de: 'Farbe' }
const chosen = (header: string | undefined) => chooseLanguage(map, languageRanges(header))?.[0]

test.each([
  [undefined, 'en-US'],
  ['', 'en-US'],
  ['en-GB', 'en-GB'],
  ['EN-gb', 'en-GB'],
  ['vi', 'vi-VN'],
  ['vi-VN-x-nam', 'vi-VN'],
  ['de-AT', 'de'],
  ['fr, de;q=0.3, en-GB;q=0.7', 'en-GB'],
  ['fr', 'en-US'],
  ['*', 'en-US'],
  ['en-US;q=0, *', 'en-GB'],
  ['nonsense;;q=x, de', 'de'],
])('chooseLanguage() for Accept-Language %j is %s', (header, tag) => {
  expect(chosen(header)).toBe(tag)
})

test('chooseLanguage() of an empty map is nothing', () => {
  expect(chooseLanguage({}, languageRanges('vi'))).toBeUndefined()
})

test('languageRanges() reads a bounded part of any header', () => {
  expect(languageRanges('a,'.repeat(100_000)).length).toBeLessThanOrEqual(20)
})
