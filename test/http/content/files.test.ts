import { zipWith } from '../../unit/content/evil-zips.ts'
import { page } from '../../unit/content/import-bench.ts'
import { type ContentServer, startContent } from './content-server.ts'

const video = Buffer.from(Array.from({ length: 1000 }, (_, n) => n % 256))

describe('/_c/{access}/{path} on the content origin', () => {
  let server: ContentServer
  let version: string
  beforeAll(async () => {
    server = await startContent()
    const imported = await server.bench.import(
      zipWith([
        { name: 'media/phim.mp4', content: video },
        { name: 'bài giảng/đề bài.html', content: page },
        { name: 'a%20b.txt', content: 'literal' },
        { name: 'empty.js', method: 0 },
        { name: 'server.php', content: '<?php ?>' },
      ]),
    )
    version = imported.id
  })
  afterAll(() => server.close())

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${server.contentUrl}/_c/${version}/${path}`, { headers, method })
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

  test('serves a file with its type, for good, and under the rules for strangers', async () => {
    const answer = await get('index.html')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe(page)
    const headers = Object.fromEntries(answer.headers)
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-length': String(Buffer.byteLength(page)),
      'cache-control': 'private, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'origin-agent-cluster': '?1',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers.etag).toMatch(/^"[0-9a-f]{64}"$/)
    expect(headers['permissions-policy']).toContain('camera=()')
    expect(headers['content-security-policy']!.split('; ')).toEqual([
      "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
      "connect-src 'self'",
      "frame-src 'self'",
      "frame-ancestors 'self' http://localhost:8080",
      "form-action 'self'",
      "base-uri 'self'",
      "object-src 'none'",
    ])
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test.each([
    ['b%C3%A0i%20gi%E1%BA%A3ng/%C4%91%E1%BB%81%20b%C3%A0i.html', page],
    [encodeURI('bài giảng/đề bài.html'.normalize('NFD')), page],
    ['INDEX.HTML', page],
    ['index.html?x=1', page],
    ['a%2520b.txt', 'literal'],
    ['a%20b.txt', 'literal'],
  ])('finds %s', async (path, content) => {
    const answer = await get(path)
    expect([answer.status, await answer.text()]).toEqual([200, content])
  })

  test.each([
    ['empty.js', 'text/javascript'],
    ['server.php', 'application/octet-stream'],
    ['media/phim.mp4', 'video/mp4'],
  ])('%s is %s', async (path, type) => {
    const answer = await get(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
  })

  test('serves parts, as video players ask for them', async () => {
    const part = await get('media/phim.mp4', { range: 'bytes=100-199' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 100-199/1000'])
    expect(part.headers.get('content-length')).toBe('100')
    expect(await bytesOf(part)).toEqual(video.subarray(100, 200))
    const end = await get('media/phim.mp4', { range: 'bytes=-10' })
    expect(await bytesOf(end)).toEqual(video.subarray(990))
    const probe = await get('media/phim.mp4', { range: 'bytes=0-' })
    expect([probe.status, (await bytesOf(probe)).length]).toEqual([206, 1000])
    const beyond = await get('media/phim.mp4', { range: 'bytes=1000-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */1000'])
  })

  test('a part of another content is not given: If-Range', async () => {
    const etag = (await get('media/phim.mp4')).headers.get('etag')!
    const same = await get('media/phim.mp4', { range: 'bytes=0-9', 'if-range': etag })
    const other = await get('media/phim.mp4', { range: 'bytes=0-9', 'if-range': '"x"' })
    expect([same.status, other.status]).toEqual([206, 200])
  })

  test('what the browser has is not sent again', async () => {
    const etag = (await get('index.html')).headers.get('etag')!
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await get('index.html', { 'if-none-match': tag })
      expect([tag, answer.status, await answer.text()]).toEqual([tag, 304, ''])
    }
    expect((await get('index.html', { 'if-none-match': '"x"' })).status).toBe(200)
  })

  test('HEAD answers as GET does, without the body', async () => {
    const answer = await get('media/phim.mp4', {}, 'HEAD')
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '1000'])
    expect(await answer.text()).toBe('')
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is refused', async (method) => {
    const answer = await get('index.html', {}, method)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('no course can install a service worker', async () => {
    expect((await get('empty.js', { 'service-worker': 'script' })).status).toBe(403)
  })

  test('nothing is served by a link that is too old, or for another version', async () => {
    const old = await fetch(`${server.contentUrl}/_c/expired/index.html`)
    expect([old.status, await old.json()]).toMatchObject([403, { code: 'forbidden' }])
    const other = await fetch(`${server.contentUrl}/_c/${crypto.randomUUID()}/index.html`)
    expect(other.status).toBe(404)
  })

  test.each([
    '../../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/%2e%2e/hocba.db',
    '..%5c..%5chocba.db',
    '%252e%252e%252fhocba.db',
    'index.html%00.js',
    '%00',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'C:/windows/win.ini',
    'media/../../tmp',
    'media',
    'media/',
    '.',
    '%',
    '%zz',
    '%c0%ae%c0%ae/hocba.db',
    'index.html/..%2f..%2fhocba.db',
    ';index.html',
    'a'.repeat(4000),
  ])('%s leads nowhere', async (path) => {
    const { status, body } = await server.rawGet(`/_c/${version}/${path}`)
    expect([status, body.toString()]).toEqual([
      expect.any(Number),
      expect.stringMatching(/"code":"(not-found|invalid-request)"/),
    ])
    expect([400, 404]).toContain(status)
  })

  test('a learner who goes away in the middle of a video is no error', async () => {
    const gone = new AbortController()
    const answer = await fetch(`${server.contentUrl}/_c/${version}/media/phim.mp4`, {
      signal: gone.signal,
    })
    gone.abort()
    await answer.arrayBuffer().catch(() => {})
    expect((await get('index.html')).status).toBe(200)
  })
})
