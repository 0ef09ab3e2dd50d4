import fc from 'fast-check'
import { findSyntaxError } from '../../../src/requests/find-syntax-error.ts'

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test.each([
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['{"a":tru}', 5],
  ['"a\nb"', 2],
  ['"a\\x"', 2],
  ['[1]]', 3],
  ['{"a":[1}', 7],
  ['', 0],
  ['{"a":', 5],
  ['01', 1],
  ["{'a':1}", 1],
])('%j is wrong at %i', (text, position) => {
  expect(findSyntaxError(text)).toBe(position)
})

test('a text has a wrong place if and only if JSON.parse refuses it', () => {
  const piece = fc.constantFrom(
    ...[
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
      '-',
      '.5',
      'e3',
      'null',
      '"a"',
      '"b":',
    ],
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      expect([text, findSyntaxError(text) === undefined]).toEqual([text, isJson(text)])
    }),
    { numRuns: 20_000 },
  )
  fc.assert(fc.property(fc.json(), (text) => expect(findSyntaxError(text)).toBeUndefined()))
})
