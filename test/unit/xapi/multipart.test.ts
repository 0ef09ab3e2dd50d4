import fc from 'fast-check'
import { Problem } from '../../../src/base/problem.ts'
import { readMultipart } from '../../../src/xapi/statements/multipart.ts'
import { multipartBody, testBoundary } from '../../support/multipart.ts'

const type = (boundary: string) => `multipart/mixed; boundary="${boundary}"`

describe('readMultipart()', () => {
  /** Bytes of which boundaries are made, so that contents come close to one. */
  const nearBoundary = fc
    .array(fc.constantFrom('\r\n', '-', '--', 'x', 'xy', '\r', '\n', ' ', 'é', '\u0000'))
    .map((pieces) => Buffer.from(pieces.join('')))
  const contents = fc.array(fc.oneof(nearBoundary, fc.uint8Array()), { minLength: 1, maxLength: 5 })

  test('gives back every content to the byte', () => {
    fc.assert(
      fc.property(contents, (bytes) => {
        const parts = bytes.map((content) => ({ headers: ['A: b'], content }))
        const boundary = 'xyx'
        fc.pre(
          bytes.every((content) => !`\r\n${Buffer.from(content)}`.includes(`\r\n--${boundary}`)),
        )
        const read = readMultipart(Buffer.from(multipartBody(parts, boundary)), type(boundary))
        expect(read.map(({ content }) => content.toString('hex'))).toEqual(
          bytes.map((content) => Buffer.from(content).toString('hex')),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  test('refuses or reads whatever bytes come, and never fails otherwise', () => {
    const whole = Buffer.from(
      multipartBody([
        { headers: ['Content-Type: application/json'], content: '{}' },
        { headers: ['A: b', 'a: c'], content: 'file' },
      ]),
    )
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(8),
        fc.uint8Array({ maxLength: 8 }),
        (at, cut, put) => {
          const changed = Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + cut)])
          try {
            readMultipart(changed, type(testBoundary))
          } catch (error) {
            expect(error).toBeInstanceOf(Problem)
          }
        },
      ),
      { numRuns: 5_000 },
    )
  })

  test('takes the first of a repeated header, and parts without any', () => {
    const [one, two] = readMultipart(
      Buffer.from('--b\r\nA: 1\r\na:2\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--'),
      type('b'),
    )
    expect([one!.headers.get('a'), `${one!.content}`]).toEqual(['1', 'x'])
    expect([two!.headers.size, `${two!.content}`]).toEqual([0, 'y'])
  })

  test('reads 20 MB of almost-boundaries in a moment', () => {
    const hard = Buffer.alloc(20_000_000, '\r\n--')
    const body = Buffer.from(multipartBody([{ headers: [], content: hard }], 'b'.repeat(70)))
    const start = performance.now()
    expect(readMultipart(body, type('b'.repeat(70)))[0]!.content.length).toBe(hard.length)
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  test('refuses a thousand parts and one', () => {
    const parts = Array.from({ length: 1_001 }, () => ({ headers: ['A: b'], content: '' }))
    expect(() => readMultipart(Buffer.from(multipartBody(parts)), type(testBoundary))).toThrow(
      /1000 parts/,
    )
  })
})
