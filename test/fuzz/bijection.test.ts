import { Bijection } from './same-answers/bijection.ts'

/** What the comparison of the two engines lets pass, and what not. */
describe('the bijection between two engines', () => {
  const stored = (micros: string) => `{"stored":"2026-11-02T01:00:01.${micros}Z"}`
  const list = '/xapi/statements'
  const opened = () => {
    const bijection = new Bijection()
    expect(bijection.compare(stored('000001'), stored('000064'), list)).toBeUndefined()
    return bijection
  }

  test('lets positions differ, which then belong together in whatever form', () => {
    const bijection = opened()
    expect(bijection.compare(stored('000001'), stored('000064'), list)).toBeUndefined()
    expect(bijection.compare('id: 1793581201000001', 'id: 1793581201000064', list)).toBeUndefined()
    expect(bijection.translate('since=2026-11-02T01:00:01.000001Z', list)).toBe(
      'since=2026-11-02T01:00:01.000064Z',
    )
    expect(bijection.size).toBe(1)
  })

  test.each([
    ['the same position with another one', '000001', '000128'],
    ['another one with a position that is taken', '000002', '000064'],
    ['positions in another order', '000002', '000010'],
  ])('refuses %s', (_what, left, right) => {
    expect(opened().compare(stored(left), stored(right), list)).toBeDefined()
  })

  test.each([
    ['another word', '{"a":"b"}', '{"a":"c"}'],
    ['another spelling', '{"a":1}', '{"a": 1}'],
    ['properties in another order', '{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['an item more', '["a"]', '["a","b"]'],
    [
      'another id',
      '"2f6d6f0e-0000-4000-8000-000000000001"',
      '"2f6d6f0e-0000-4000-8000-000000000002"',
    ],
    ['a time that is no position', '"2026-11-02T01:00:01.000Z"', '"2026-11-02T01:00:02.000Z"'],
  ])('refuses %s', (_what, left, right) => {
    expect(opened().compare(left, right, list)).toBeDefined()
    expect(opened().compare(left, left, list)).toBeUndefined()
  })

  test('keeps which cursors of a list belong together, and looks into signed ones', () => {
    const bijection = opened()
    const cursor = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url')
    const mac = '.aaaaaaaaaaaaaaaaaaaaaa'
    expect(bijection.compare(cursor([7]), cursor(['x', 1]), '/a')).toBeUndefined()
    expect(bijection.translate(cursor([7]), '/a')).toBe(cursor(['x', 1]))
    expect(bijection.translate(cursor([7]), '/b')).toBe(cursor([7]))
    const sealed = (from: number, limit = 5) => cursor({ limit, from }) + mac
    const [ours, others] = [1793581201000001, 1793581201000064]
    expect(bijection.compare(sealed(ours), sealed(others), list)).toBeUndefined()
    expect(bijection.compare(sealed(ours), sealed(others, 6), list)).toBeDefined()
    expect(bijection.compare(sealed(ours), sealed(others + 64), list)).toBeDefined()
  })
})
