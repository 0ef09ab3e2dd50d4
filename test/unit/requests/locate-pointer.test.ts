import fc from 'fast-check'
import { locateProblem } from '../../../src/requests/locate-pointer.ts'

const at = (text: string, pointer: string) => {
  const place = locateProblem(text, { pointer, message: '' })
  return place && text.split('\n')[place.line - 1]!.slice(place.column - 1)
}

const pretty = JSON.stringify(
  [
    { actor: { mbox: 'an' }, 'a/b': { 'c~d': 1 } },
    { list: [1, { x: '"},' }, [], 4], verb: {} },
  ],
  null,
  2,
)

test.each([
  ['/0/actor/mbox', '"an"'],
  ['/0/a~1b/c~0d', '1'],
  ['/1/list/1/x', '"\\"},"'],
  ['/1/list/2', '[],'],
  ['/1/list/3', '4'],
  ['/1/verb', '{}'],
  ['/1', '{'],
])('a value is found by its pointer: %s', (pointer, found) => {
  expect(at(pretty, pointer)).toBe(found)
})

test('what is missing is looked for in its nearest parent that is there', () => {
  expect(at(pretty, '/0/actor/account/name')).toBe('{')
  expect(locateProblem(pretty, { pointer: '/0/actor/account', message: '' })).toEqual({
    line: 3,
    column: 14,
  })
  expect(at('{"a":[1]}', '/a/7')).toBe('[1]}')
  expect(at('{"a":1}', '/a/b')).toBe('1}')
})

test('of several members with one name the last counts', () => {
  expect(at('{"a":1,"a":2}', '/a')).toBe('2}')
})

test('a multipart body begins with its statements', () => {
  const body = '--b\r\nContent-Type: application/json\r\n\r\n{"verb":1}\r\n--b--'
  expect(at(body, '/verb')).toMatch(/^1/)
})

test('what is not JSON is wrong where it stops being JSON', () => {
  const text = '{\n  "a": x\n}'
  let message = ''
  try {
    JSON.parse(text)
  } catch (error) {
    message = (error as Error).message
  }
  expect(locateProblem(text, { message })).toEqual({ line: 2, column: 8 })
  expect(locateProblem(text, { message: 'Nothing is said of it.' })).toBeUndefined()
  expect(locateProblem(text, { pointer: 'agent', message: '' })).toBeUndefined()
})

test('whatever the text and the pointer, an answer comes', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\\',
    ' ',
    '\n',
    'a',
    '1',
    '"a":',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.array(fc.constantFrom('a', '0', '1')),
      (text, path) => {
        locateProblem(text.join(''), { pointer: `/${path.join('/')}`, message: '' })
      },
    ),
    { numRuns: 2_000 },
  )
})

test('every value of a JSON text is found where it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      for (const [pointer, leaf] of leaves(value)) {
        const place = locateProblem(text, { pointer, message: '' })!
        const lines = text.split('\n')
        expect(lines[place.line - 1]!.slice(place.column - 1)).toMatch(
          JSON.stringify(leaf)[0] === '{' ? /^\{/ : new RegExp(`^${escaped(JSON.stringify(leaf))}`),
        )
      }
    }),
    { numRuns: 300 },
  )
})

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

function leaves(value: unknown, above = ''): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((one, n) => leaves(one, `${above}/${n}`))
  if (typeof value !== 'object' || value === null) return above === '' ? [] : [[above, value]]
  return Object.entries(value).flatMap(([name, one]) =>
    leaves(one, `${above}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}
