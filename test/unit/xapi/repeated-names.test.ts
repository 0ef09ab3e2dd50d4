import fc from 'fast-check'
import {
  countProperties,
  findRepeatedName,
} from '../../../src/xapi/statements/find-repeated-name.ts'
import { shapeOf } from '../../../src/xapi/statements/scan-json.ts'

const isRepeating = (text: string): boolean =>
  shapeOf(text).properties !== countProperties(JSON.parse(text))

describe('a name that comes twice', () => {
  test.each([
    ['{"a":1,"a":2}', '/a'],
    ['[{"a":1},{"b":{"c":[0,{"d":1,"e":2,"d":3}]}}]', '/1/b/c/1/d'],
    ['{"a":1,"\\u0061" :2}', '/a'],
    ['{"a/b~":1,"a/b~"\n: 2}', '/a~1b~0'],
    ['{"__proto__":1,"__proto__":1}', '/__proto__'],
    ['{"a":[[1,{"x":1},{"x":1,"x":2}]]}', '/a/0/2/x'],
    ['{"a":{"a":{"b":1}},"a":1}', '/a'],
    ['{"result":{"extensions":{"urn:x":1,"urn:x":2}}}', '/result/extensions/urn:x'],
    ['{"extensions":{"urn:x":{"a":1,"a":2}},"b":1,"b":2}', '/b'],
  ])('is found in %s', (text, pointer) => {
    expect(isRepeating(text)).toBe(true)
    expect(findRepeatedName(text)).toBe(pointer)
  })

  test('is the sender’s own affair within the value of an extension', () => {
    const text = '{"extensions":{"urn:x":{"a":1,"a":2},"urn:y":[{"b":1,"b":2}]},"a":1}'
    expect(findRepeatedName(text)).toBeUndefined()
  })

  test('is not found where there is none, whatever the text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value, null, 1)
        expect(isRepeating(text)).toBe(false)
        expect(findRepeatedName(text)).toBeUndefined()
      }),
    )
  })

  test('is found in one pass over ten megabytes', () => {
    const many = Array.from({ length: 800_000 }, (_, n) => `"k${n.toString(36)}":1`).join()
    const start = performance.now()
    expect(findRepeatedName(`[[[{${many},"k0":2}]]]`)).toBe('/0/0/0/k0')
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  test('costs nothing more for what stands below a long name', () => {
    const name = 'n'.repeat(3_000_000)
    const text = `{"${name}":[${'{},'.repeat(1_000_000)}{}],"x":1,"x":2}`
    expect(findRepeatedName(text)).toBe('/x')
  })
})
