import { connect } from 'node:net'
import { readSchemas, validators } from '../../../src/base/validator.ts'
import type {
  CheckResult,
  ImportResult,
  PackageDetail,
  PackageFindings,
  PackageList,
} from '../../../src/content/index.ts'
import { smallCourse2004 } from '../../support/small-course-2004.ts'
import { honestZip, zipOf, zipWith } from '../../unit/content/evil-zips.ts'
import { manifest } from '../../unit/content/import-bench.ts'
import { type ContentServer, limits, startContent } from './content-server.ts'

const otherZip = zipWith([{ name: 'more.js', content: 'x' }])

describe('/api/v1/packages', () => {
  let server: ContentServer
  beforeEach(async () => {
    server = await startContent()
  })
  afterEach(() => server.close())

  const schema = validators()
  async function json<T>(answer: Response, status: number, schemaId: string): Promise<T> {
    const body: unknown = await answer.json()
    expect({ status: answer.status, body }).toMatchObject({ status })
    const isValid = schema<T>(schemaId)
    expect(isValid(body) ? [] : isValid.explain()).toEqual([])
    return body as T
  }
  const upload = async (zip: Uint8Array, query?: string) =>
    json<ImportResult>(await server.upload(zip, query), 201, 'api/import-result')

  test('imports an uploaded zip', async () => {
    const result = await upload(honestZip, '?fileName=an-toan.zip')
    expect(result).toEqual({
      package: expect.stringMatching(/^[0-9a-f-]{36}$/),
      version: expect.stringMatching(/^[0-9a-f-]{36}$/),
      number: 1,
      standard: 'scorm12',
      edition: '1.2',
      title: 'An toàn lao động',
      verdict: 'ok',
      launchable: 1,
      findings: [],
    })
  })

  test('keeps the profile of each version, and says it', async () => {
    const zip = smallCourse2004({ title: 'Kèm hồ sơ' })
    const strict = await upload(zip, '?profile=conformant')
    const profileOf = async (id: string) => {
      const got = await server.call('GET', `/packages/${id}`)
      return (await json<PackageDetail>(got, 200, 'api/package-detail')).profile
    }
    expect(strict).toMatchObject({ standard: 'scorm2004', edition: '4th Edition', verdict: 'ok' })
    expect(await profileOf(strict.package)).toBe('conformant')
    const again = await upload(zip, `?profile=conformant&package=${strict.package}`)
    expect(again.number).toBe(1)
    const tolerant = await upload(zip, `?package=${strict.package}`)
    expect(tolerant.number).toBe(2)
    expect(await profileOf(strict.package)).toBe('tolerant')
    const refused = await server.upload(zip, '?profile=strict')
    expect(refused.status).toBe(400)
  })

  test('shows a package with its versions, structure and report', async () => {
    const first = await upload(
      honestZip,
      '?fileName=C:%5Cb%C3%A0i%20gi%E1%BA%A3ng%5Cb%C3%A0i%201.zip',
    )
    const second = await upload(otherZip, `?package=${first.package}`)
    const got = await server.call('GET', `/packages/${first.package}`)
    const detail = await json<PackageDetail>(got, 200, 'api/package-detail')
    expect(detail).toMatchObject({
      id: first.package,
      title: 'An toàn lao động',
      version: 2,
      verdict: 'ok',
      warnings: 0,
      activities: [{ id: 'i', title: 'Bài 1', kind: 'sco', children: [] }],
      findings: [{ code: 'file-unlisted' }],
      versions: [
        { id: second.version, number: 2, fileName: 'package.zip', files: 3 },
        { id: first.version, number: 1, fileName: 'bài 1.zip', zipBytes: honestZip.length },
      ],
    })
    const report = await server.call('GET', `/packages/${first.package}/versions/1/findings`)
    expect(await json<PackageFindings>(report, 200, 'api/package-findings')).toEqual({
      verdict: 'ok',
      findings: [],
    })
  })

  test('lists packages, last changed first, page by page, and finds them by title', async () => {
    const titles = ['Phòng cháy', 'An toàn điện', 'Đạo đức nghề nghiệp']
    for (const title of titles) await upload(zipOf(manifest().replace('An toàn lao động', title)))
    const list = async (query = '') =>
      json<PackageList>(await server.call('GET', `/packages${query}`), 200, 'api/package-list')
    const titlesOf = (page: PackageList) => page.items.map(({ title }) => title)
    expect(titlesOf(await list())).toEqual([...titles].reverse())
    const first = await list('?limit=2')
    expect(titlesOf(first)).toEqual([titles[2], titles[1]])
    const last = await list(`?limit=2&cursor=${encodeURIComponent(first.cursor!)}`)
    expect(titlesOf(last)).toEqual([titles[0]])
    expect(last.cursor).toBeUndefined()
    expect(titlesOf(await list('?q=dao duc'))).toEqual([titles[2]])
    expect(titlesOf(await list('?q=%25'))).toEqual([])
  })

  test('refuses what cannot be used with its report, and keeps nothing', async () => {
    const answer = await server.upload(zipOf('<manifest>'))
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      code: 'package-refused',
      pointer: 'imsmanifest.xml:1:11',
      facts: { verdict: 'refused', findings: [{ code: 'manifest-malformed', severity: 'error' }] },
    })
    expect(await server.bench.leftovers()).toEqual({ files: 0, temp: 0, packages: 0 })
  })

  test('a check tells the same and stores nothing', async () => {
    const check = async (zip: Uint8Array) =>
      json<CheckResult>(
        await fetch(`${server.url}/api/v1/packages/check?fileName=a.zip`, {
          method: 'POST',
          body: new Uint8Array(zip),
          headers: await headersOf(server),
        }),
        200,
        'api/import-check',
      )
    expect(await check(honestZip)).toEqual({
      standard: 'scorm12',
      edition: '1.2',
      title: 'An toàn lao động',
      verdict: 'ok',
      launchable: 1,
      findings: [],
    })
    expect(await check(Buffer.from('x'))).toMatchObject({
      verdict: 'refused',
      launchable: 0,
      findings: [{ code: 'not-a-zip' }],
    })
    expect(await server.bench.leftovers()).toEqual({ files: 0, temp: 0, packages: 0 })
  })

  test('takes a package up to the limit of its bytes', async () => {
    const answer = await server.upload(Buffer.alloc(limits.packageBytesMax + 1))
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({
      code: 'package-too-large',
      limit: limits.packageBytesMax,
    })
    expect((await server.upload(Buffer.alloc(limits.packageBytesMax))).status).toBe(422)
    expect((await server.bench.leftovers()).temp).toBe(0)
  })

  test('refuses what announces too many bytes before it comes', async () => {
    const { authorization } = await headersOf(server)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
        socket.write(
          `POST /api/v1/packages HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Length: 2000000\r\n\r\n`,
        )
      })
      socket.once('data', (data) => resolve(String(data)))
      socket.on('close', () => resolve('closed'))
    })
    expect(answer).toContain('HTTP/1.1 413')
    expect(answer).toContain('package-too-large')
  })

  test('counts what announces nothing', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
    })
    const answer = await fetch(`${server.url}/api/v1/packages`, {
      method: 'POST',
      headers: await headersOf(server),
      body: endless,
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(413)
    expect((await server.bench.leftovers()).temp).toBe(0)
  })

  test('an upload that breaks off leaves nothing', async () => {
    const { authorization } = await headersOf(server)
    for (const bytes of [0, 1, 1000, 60_000, 99_999]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
          socket.write(
            `POST /api/v1/packages HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Length: 100000\r\n\r\n`,
          )
          socket.write(Buffer.alloc(bytes), () => setTimeout(() => socket.destroy(), 30))
        })
        socket.on('close', () => resolve())
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await server.bench.leftovers()).toEqual({ files: 0, temp: 0, packages: 0 })
  })

  test.each([
    [{ 'Content-Type': 'multipart/form-data; boundary=x' }, 'Content-Type'],
    [{ 'Content-Encoding': 'gzip' }, 'Content-Encoding'],
  ])('what is no zip by its own words, %p, is told what to send', async (headers, pointer) => {
    const answer = await server.upload(honestZip, '', headers)
    expect(answer.status).toBe(415)
    expect(await answer.json()).toMatchObject({ code: 'unsupported-media-type', pointer })
  })

  test('what is not there is told as such', async () => {
    const none = '00000000-0000-4000-8000-000000000000'
    const first = await upload(honestZip)
    for (const path of [
      `/packages/${none}`,
      `/packages/${none}/versions/1/findings`,
      `/packages/${first.package}/versions/2/findings`,
      `/packages/${first.package}/versions/x/findings`,
      `/packages/${first.package}/versions/1e0/findings`,
    ]) {
      const answer = await server.call('GET', path)
      expect([path, answer.status, await answer.json()]).toMatchObject([
        path,
        404,
        { code: 'package-not-found' },
      ])
    }
    const answer = await server.upload(honestZip, `?package=${none}`)
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'package-not-found' }])
  })

  test('reading needs packages/read, uploading packages/write', async () => {
    expect((await server.call('GET', '/packages', undefined, ['packages/read'])).status).toBe(200)
    expect((await server.call('GET', '/packages', undefined, ['packages/write'])).status).toBe(403)
    expect((await server.call('POST', '/packages', 'x', ['packages/read'])).status).toBe(403)
    expect((await server.call('POST', '/packages/check', 'x', ['packages/read'])).status).toBe(403)
  })

  test('every schema of the answers is in the OpenAPI document', () => {
    const ids = readSchemas().map(({ $id }) => $id)
    for (const id of [
      'import-result',
      'import-check',
      'package-detail',
      'package-list',
      'package-findings',
    ]) {
      expect(ids).toContain(`api/${id}`)
    }
  })
})

async function headersOf(server: ContentServer): Promise<{ authorization: string }> {
  const { createCredential } = await import('../../../src/access/index.ts')
  const made = await createCredential(
    server.bench.storage,
    () => new Date(),
  )({
    name: 'test',
    scopes: ['all'],
  })
  const pair = Buffer.from(`${made.key}:${made.secret}`).toString('base64')
  return { authorization: `Basic ${pair}` }
}
