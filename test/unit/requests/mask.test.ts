import { maskBody, maskHeaders, maskTarget } from '../../../src/requests/mask.ts'

test.each([
  ['/xapi/statements', '/xapi/statements'],
  ['/xapi/statements?limit=1&verb=x', '/xapi/statements?limit=1&verb=x'],
  ['/x?token=abc&limit=2', '/x?token=•••&limit=2'],
  ['/x?Authorization=Basic%20abc', '/x?Authorization=•••'],
  [
    '/x?client_secret=a&password=b&api_key=c&key=d',
    '/x?client_secret=•••&password=•••&api_key=•••&key=•••',
  ],
  ['/x?token', '/x?token'],
])('maskTarget() makes %s to %s', (target, masked) => {
  expect(maskTarget(target)).toBe(masked)
})

test('maskTarget() keeps an end to what it keeps', () => {
  expect(maskTarget(`/x?agent=${'a'.repeat(20_000)}`)).toHaveLength(4_000)
})

test('maskHeaders() keeps the scheme of an Authorization, and no secret and no address of a person', () => {
  const masked = maskHeaders({
    host: 'localhost',
    authorization: 'Basic YTpi',
    cookie: 'hocba_session=abc',
    'x-api-key': 'abc',
    'x-auth-token': 'abc',
    'x-forwarded-for': '203.0.113.7',
    'proxy-authorization': 'abc',
    'user-agent': 'a'.repeat(2_000),
  })
  expect(masked).toEqual({
    host: 'localhost',
    authorization: 'Basic •••',
    cookie: '•••',
    'x-api-key': '•••',
    'x-auth-token': '•••',
    'proxy-authorization': '•••',
    'user-agent': 'a'.repeat(500),
  })
  expect(maskHeaders({ authorization: 'YTpi' })).toEqual({ authorization: '•••' })
})

test('maskBody() hides secrets of JSON and of forms, and moves nothing', () => {
  const json = '{"name":"Lớp","password":"a\\"b","nested":{"Access_Token" : "xyz"},"passwords":3}'
  const masked = maskBody(Buffer.from(json), 'application/json', 1_000)
  expect(masked.toString()).toBe(
    '{"name":"Lớp","password":"****","nested":{"Access_Token" : "***"},"passwords":3}',
  )
  const form = 'method=POST&Authorization=Basic+YTpi&content=%7B%7D'
  expect(maskBody(Buffer.from(form), 'application/x-www-form-urlencoded', 1_000).toString()).toBe(
    'method=POST&Authorization=**********&content=%7B%7D',
  )
})

test('maskBody() keeps bytes that are no text, and no more than it is told', () => {
  const bytes = Buffer.from(Array.from({ length: 512 }, (_, n) => n % 256))
  expect(maskBody(bytes, 'multipart/mixed', 300)).toEqual(bytes.subarray(0, 300))
})
