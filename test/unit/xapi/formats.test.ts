import fc from 'fast-check'
import { comparableDuration, isDuration } from '../../../src/xapi/duration.ts'
import {
  isIri,
  isMailtoIri,
  isMediaType,
  isSha1,
  isSha2,
  isUuid,
} from '../../../src/xapi/formats.ts'
import { isLanguageTag } from '../../../src/xapi/language-tag.ts'
import {
  isIso8601Timestamp,
  isRfc3339Timestamp,
  microsecondsOf,
} from '../../../src/xapi/timestamp.ts'

const instants = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})

describe('timestamps', () => {
  test('microsecondsOf() reads what Date writes', () => {
    fc.assert(
      fc.property(instants, (date) => microsecondsOf(date.toISOString()) === date.getTime() * 1000),
    )
  })

  test('microsecondsOf() subtracts the offset', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 59 }),
        (date, hours, minutes) => {
          const pad = (number: number) => String(number).padStart(2, '0')
          const text = `${date.toISOString().slice(0, -1)}+${pad(hours)}:${pad(minutes)}`
          return microsecondsOf(text) === (date.getTime() - (hours * 60 + minutes) * 60_000) * 1000
        },
      ),
    )
  })

  test.each([
    ['2026-09-05T07:30:00Z', true, true],
    ['2026-09-05T07:30:00.123456789Z', true, true],
    ['2026-09-05T07:30:00+07:00', true, true],
    ['2026-09-05t07:30:00z', true, true],
    ['2026-09-05 07:30:00Z', true, true],
    ['2024-02-29T00:00:00Z', true, true],
    ['2026-12-31T23:59:60Z', true, true],
    ['2026-09-05T24:00:00Z', true, true],
    ['2026-09-05T07:30:00', true, false],
    ['2026-09-05T07:30Z', true, false],
    ['2026-09-05T07:30:00,5Z', true, false],
    ['2026-09-05T07:30:00+0700', true, false],
    ['2026-09-05', true, false],
    ['20260905T073000Z', true, false],
    ['20260905T0730+07', true, false],
    ['20260905T07:30:00Z', false, false],
    ['2026-09-05T073000Z', false, false],
    ['2026-02-29T00:00:00Z', false, false],
    ['2026-13-01T00:00:00Z', false, false],
    ['2026-09-05T25:00:00Z', false, false],
    ['2026-09-05T07:60:00Z', false, false],
    ['2026-09-05T07:30:61Z', false, false],
    ['2026-0905T07:30:00Z', false, false],
    ['2026-09-05T07:3000Z', false, false],
    ['2026-09-05T07:30:00-00:00', false, false],
    ['2026-09-05T07:30:00-0000', false, false],
    ['2026-09-05T07:30:00-00', false, false],
    ['2026-09-05T07:30:00+24:00', false, false],
    ['01/011/2015', false, false],
    ['should fail', false, false],
    ['', false, false],
    ['2026-09-05T07:30:00Z\n', false, false],
  ])('%s: ISO 8601 %s, RFC 3339 %s', (text, isIso, isRfc) => {
    expect([isIso8601Timestamp(text), isRfc3339Timestamp(text)]).toEqual([isIso, isRfc])
  })

  test('microsecondsOf() cuts what is finer than a microsecond', () => {
    expect(microsecondsOf('1970-01-01T00:00:00.0000019Z')).toBe(1)
  })
})

describe('isDuration()', () => {
  const amount = fc.nat({ max: 10_000 }).map(String)
  const component = (designator: string) =>
    fc.option(
      amount.map((text) => `${text}${designator}`),
      { nil: '' },
    )
  const dates = fc
    .tuple(component('Y'), component('M'), component('D'))
    .map((parts) => parts.join(''))
  const times = fc
    .tuple(component('H'), component('M'), component('S'))
    .map((parts) => parts.join(''))

  test('takes every order of the letter, and nothing empty', () => {
    fc.assert(
      fc.property(dates, times, (date, time) => {
        const text = `P${date}${time && `T${time}`}`
        return isDuration(text) === (date !== '' || time !== '')
      }),
    )
  })

  test('ends in time proportional to the text on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'PT0123456789.,YMWDHS-'), maxLength: 200 }),
        (text) => {
          const isOurs = isDuration(`P${text}`)
          const pattern =
            /^P(?:\d+(?:[.,]\d+)?W|(?=.)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=.)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)$/
          const hasInnerFraction = /[.,]\d+[A-Z](?=.)/.test(text)
          return isOurs === (pattern.test(`P${text}`) && !hasInnerFraction)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test.each(['PT1H0M0.1S', 'P3Y1M29DT4H35M59.14S', 'P4W', 'PT16559,14S', 'P0.5Y', 'PT0S'])(
    'takes %s',
    (text) => expect(isDuration(text)).toBe(true),
  )

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P4W1D',
    'P1D4W',
    'PT1M1H',
    'P1M1Y',
    'P1H',
    'PT1D',
    'PT1.5H2M',
    'PA1H0M0S',
    'P-1D',
    '-P1D',
    'P0003-06-04T12:30:05',
    'PT1S ',
    'p1d',
    'PT.5S',
    'PT5.S',
    'P1Y1Y',
    'PT1MT1S',
  ])('refuses %s', (text) => expect(isDuration(text)).toBe(false))

  test.each([
    ['PT0.12S', 'PT0.1237S', true],
    ['PT1.00S', 'PT1S', true],
    ['PT1,5S', 'PT1.50S', true],
    ['PT60S', 'PT1M', false],
    ['PT0.12S', 'PT0.13S', false],
  ])('comparableDuration() of %s and %s is the same: %s', (a, b, isSame) => {
    expect(comparableDuration(a) === comparableDuration(b)).toBe(isSame)
  })
})

describe('isLanguageTag()', () => {
  test('takes what Intl takes', () => {
    const tags = [
      'vi',
      'vi-VN',
      'en-US',
      'zh-Hant-TW',
      'sr-Latn-RS',
      'de-CH-1996',
      'sl-rozaj-biske',
      'es-419',
      'en-a-bbb-x-a-ccc',
      'de-DE-u-co-phonebk',
      'hy-Latn-IT-arevela',
    ]
    for (const tag of tags) expect([tag, isLanguageTag(tag)]).toEqual([tag, true])
    for (const tag of tags) expect(() => Intl.getCanonicalLocales(tag)).not.toThrow()
  })

  test.each([
    'zh-yue',
    'x-private',
    'i-klingon',
    'en-GB-oed',
    'zh-min-nan',
    'VI-vn',
    'mn-Cyrl-MN',
    'und',
  ])('takes %s', (tag) => expect(isLanguageTag(tag)).toBe(true))

  test.each([
    '',
    'a',
    'a12345678',
    'en-',
    '-en',
    'en--US',
    'en_US',
    'vi-VN-VN',
    'en-a',
    'en-a-b',
    'x',
    'x-',
    'de-1996-1996',
    'en-a-bbb-a-ccc',
    'tiếng-việt',
    'abcdefghi',
    '12',
    'en-x',
  ])('refuses %s', (tag) => expect(isLanguageTag(tag)).toBe(false))

  test('refuses whatever Intl refuses, for tags of ordinary shape', () => {
    const subtag = fc.string({ unit: fc.constantFrom(...'abcXYZ019'), minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(fc.array(subtag, { minLength: 1, maxLength: 5 }), (subtags) => {
        const tag = subtags.join('-')
        if (!isLanguageTag(tag) || subtags[0]!.length === 4 || /^x$/i.test(subtags[0]!)) return true
        // BCP 47 as Intl reads it knows no extended languages, which RFC 5646 allows.
        const isExtended = subtags[1]?.length === 3 && /^[A-Za-z]{3}$/.test(subtags[1])
        try {
          return isExtended || Intl.getCanonicalLocales(tag).length === 1
        } catch {
          return /-[tu]-/i.test(tag)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('identifiers', () => {
  test('isUuid() takes every version of the variant of RFC 4122, and no other variant', () => {
    fc.assert(
      fc.property(
        fc.uuid({ version: [1, 3, 4, 5, 7] }),
        (id) => isUuid(id) && isUuid(id.toUpperCase()),
      ),
    )
    for (const digit of '01234567cdef')
      expect(isUuid(`8f87ccde-bb56-4c2e-${digit}b83-44982ef22df0`)).toBe(false)
    expect(isUuid('8f87ccdebb564c2eab8344982ef22df0')).toBe(false)
    expect(isUuid('{8f87ccde-bb56-4c2e-ab83-44982ef22df0}')).toBe(false)
  })

  test.each([
    'http://example.vn',
    'urn:uuid:1',
    'https://example.vn/bài/1?q=ước#x',
    'mailto:a@b',
    'tag:example.vn,2026:x',
    'act:a',
  ])('isIri() takes %s', (text) => expect(isIri(text)).toBe(true))

  test.each([
    '',
    'http:',
    'example.vn',
    '/lessons/1',
    '//example.vn',
    'http://a b',
    'http://a\n',
    '1http://a',
    'http://<x>',
    'ab"c:d',
    'http://a\ud800',
  ])('isIri() refuses %j', (text) => expect(isIri(text)).toBe(false))

  test.each([
    'mailto:an@example.vn',
    'mailto:an+1@example.vn',
    'mailto:ước@ví-dụ.vn',
    'mailto:a@localhost',
    "mailto:o'neil@example.ie",
  ])('isMailtoIri() takes %s', (text) => expect(isMailtoIri(text)).toBe(true))

  test.each([
    'an@example.vn',
    'mailto:',
    'mailto:an',
    'mailto:@example.vn',
    'mailto:an@',
    'mailto:a@b@c',
    'mailto:a b@c.vn',
    'mailto:a@b.vn,c@d.vn',
    'mailto:a@b.vn?cc=c',
    'http://an@example.vn',
    'mailto:a@b..vn',
  ])('isMailtoIri() refuses %s', (text) => expect(isMailtoIri(text)).toBe(false))

  test('isSha1(), isSha2() and isMediaType() know their form', () => {
    expect(isSha1('A'.repeat(40))).toBe(true)
    expect(isSha1('a'.repeat(39))).toBe(false)
    expect(isSha1('g'.repeat(40))).toBe(false)
    expect([56, 64, 96, 128].every((length) => isSha2('0'.repeat(length)))).toBe(true)
    expect(isSha2('0'.repeat(40))).toBe(false)
    expect(isMediaType('text/plain; charset=ascii')).toBe(true)
    expect(isMediaType('plain')).toBe(false)
  })

  test('every format decides long texts at once', () => {
    const long = ['a', '-', '@', '.', 'P1', 'mailto:', '1', 'aa-'].map((part) =>
      part.repeat(200_000),
    )
    const started = performance.now()
    for (const text of long) {
      for (const check of [
        isUuid,
        isIri,
        isMailtoIri,
        isSha1,
        isSha2,
        isMediaType,
        isLanguageTag,
        isDuration,
        isIso8601Timestamp,
      ])
        check(text)
    }
    expect(performance.now() - started).toBeLessThan(500)
  })
})
