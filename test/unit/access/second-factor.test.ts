import { codeAt } from '../../../src/access/use-second-factor.ts'

describe('codeAt()', () => {
  test('is that of RFC 6238, appendix B, for SHA-1', () => {
    const secret = Buffer.from('12345678901234567890')
    const seconds = [59, 1111111109, 1111111111, 1234567890, 2000000000, 20000000000]
    expect(seconds.map((at) => codeAt(secret, Math.floor(at / 30)))).toEqual([
      ...['287082', '081804', '050471', '005924', '279037', '353130'],
    ])
  })
})
