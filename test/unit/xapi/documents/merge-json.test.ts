import fc from 'fast-check'
import { mergeObjects, objectText } from '../../../../src/xapi/documents/merge-json.ts'

describe('mergeObjects()', () => {
  test.each([
    ['{}', '{}', '{}'],
    ['{"a":1}', '{}', '{"a":1}'],
    ['{}', ' {"a" : 1 } ', '{"a" : 1}'],
    ['{"a":{"x":1},"b":2}', '{"a":{"y":1}}', '{"a":{"y":1},"b":2}'],
    [
      '{"n":1.0e+2,"big":12345678901234567890}',
      '{"m":-0}',
      '{"n":1.0e+2,"big":12345678901234567890,"m":-0}',
    ],
    ['{"10":1,"9":2}', '{"8":3}', '{"10":1,"9":2,"8":3}'],
    ['{"a":1,"a":2}', '{"b":3,"b":4}', '{"a":2,"b":4}'],
    ['{"\\u0061":1}', '{"a":2}', '{"a":2}'],
    ['{"__proto__":{"x":1}}', '{"constructor":2}', '{"__proto__":{"x":1},"constructor":2}'],
    ['\n{"a" :"}\\"{" ,\n"b":[ {} ]}', '{"c":null}', '{"a" :"}\\"{","b":[ {} ],"c":null}'],
  ])('merges %s with %s', (existing, posted, merged) => {
    expect(mergeObjects(existing, posted)).toBe(merged)
  })

  test('means what Object.assign() does, whatever the objects are', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue())
    const spacing = fc.constantFrom(undefined, 1, '\t')
    fc.assert(
      fc.property(objects, objects, spacing, (existing, posted, space) => {
        const merged = mergeObjects(JSON.stringify(existing, null, space), JSON.stringify(posted))
        const expected = JSON.parse(JSON.stringify({ ...existing, ...posted }))
        expect(JSON.parse(merged)).toEqual(expected)
      }),
    )
  })
})

describe('objectText()', () => {
  test.each(['{}', ' {"a":[1]}\r\n', '\ufeff{"a":1}'])('takes %j', (text) => {
    expect(objectText(Buffer.from(text))).toBe(text.replace('\ufeff', ''))
  })

  test.each(['', 'null', '1', '"{}"', '[]', '{', '{}{}', '{"a":1,}', "{'a':1}"])(
    'refuses %j',
    (text) => {
      expect(objectText(Buffer.from(text))).toBeUndefined()
    },
  )

  test('refuses what is not UTF-8', () => {
    expect(objectText(Buffer.from('{"a":"\u00e9"}', 'latin1'))).toBeUndefined()
    expect(objectText(Buffer.from('{"a":1}', 'utf16le'))).toBeUndefined()
  })
})
