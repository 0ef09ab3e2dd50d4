import { uploadPackage } from '../../support/courses.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'

interface Class {
  readonly id: string
  readonly learners: number
  readonly packages: readonly { readonly id: string }[]
}
interface Members {
  readonly items: readonly {
    name: string
    id: string
    progress: { package: string; registration: string }[]
  }[]
}

describe('classes', () => {
  let server: TestServer
  let packages: string[]
  let count = 0
  beforeAll(async () => {
    server = await startServer()
    packages = []
    for (const title of ['Một', 'Hai']) {
      packages.push((await uploadPackage(server, smallCourse({ title }))).package)
    }
  })
  afterAll(() => server.stop())

  const send = async <T>(method: string, path: string, body?: unknown) => {
    const answer = await server.request(method, `/api/v1${path}`, body)
    return { status: answer.status, body: (answer.status === 204 ? {} : await answer.json()) as T }
  }
  const newClass = async (more: object = {}) => {
    count += 1
    return (await send<Class>('POST', '/classes', { code: `K${count}`, name: 'Lớp', ...more })).body
  }
  const membersOf = async ({ id }: Class) =>
    (await send<Members>('GET', `/classes/${id}/learners`)).body.items
  const roster = [
    { name: 'Nguyễn Văn Bình', code: 'HV-1' },
    { name: 'Trần Thị An', code: 'HV-2', email: 'an@so.gov.vn' },
  ]

  test('who is enrolled is registered on the packages of the class, once', async () => {
    const created = await newClass({ packages: packages.slice(0, 1) })
    const enrol = () => send('POST', `/classes/${created.id}/learners`, { people: roster })
    expect((await enrol()).body).toEqual({ enrolled: 2, already: 0, added: 2 })
    expect((await enrol()).body).toEqual({ enrolled: 0, already: 2, added: 0 })
    const members = await membersOf(created)
    expect(members.map(({ name }) => name)).toEqual(['Trần Thị An', 'Nguyễn Văn Bình'])
    expect(members.map(({ progress }) => progress.map((one) => one.package))).toEqual([
      packages.slice(0, 1),
      packages.slice(0, 1),
    ])
  })

  test('results are counted by what stands behind them, and learners found by it', async () => {
    const created = await newClass({ packages: packages.slice(0, 1) })
    const people = roster.map(({ name }, n) => ({ name, code: `E-${n}` }))
    await send('POST', `/classes/${created.id}/learners`, { people })
    const summary = async () => (await send('GET', `/classes/${created.id}/summary`)).body
    const none = { reported: 0, corroborated: 0, attested: 0 }
    expect(await summary()).toEqual({ class: created.id, registrations: 2, byEvidence: none })
    const [an] = await membersOf(created)
    const { appUrl } = server.config
    const statement = {
      actor: { account: { homePage: appUrl, name: an!.id } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
      object: { id: `${appUrl}/activities/packages/${packages[0]}` },
      result: { completion: true },
      context: { registration: an!.progress[0]!.registration },
    }
    const version = { 'X-Experience-API-Version': '1.0.3' }
    expect((await server.request('POST', '/xapi/statements', statement, version)).status).toBe(200)
    expect(await summary()).toMatchObject({ byEvidence: { ...none, reported: 1 } })
    const withLevel = async (level: string) =>
      (await send<Members>('GET', `/classes/${created.id}/learners?evidence=${level}`)).body.items
    expect(await withLevel('reported')).toMatchObject([
      { id: an!.id, progress: [{ evidence: 'reported' }] },
    ])
    expect(await withLevel('attested')).toEqual([])
    expect((await send('GET', `/classes/${created.id}/learners?evidence=none`)).status).toBe(400)
    expect(
      (await send('GET', '/classes/00000000-0000-4000-8000-000000000000/summary')).status,
    ).toBe(404)
  })

  test('a package that comes later reaches those who are there', async () => {
    const created = await newClass({ packages: packages.slice(0, 1) })
    await send('POST', `/classes/${created.id}/learners`, { people: roster })
    await send('PATCH', `/classes/${created.id}`, { packages })
    const [first] = await membersOf(created)
    expect(first!.progress.map((one) => one.package).sort()).toEqual([...packages].sort())
  })

  test('a code is taken by its owner only, and then nobody is enrolled', async () => {
    const created = await newClass()
    await send('POST', `/classes/${created.id}/learners`, { people: roster })
    const people = [{ name: 'Người Mới' }, { name: 'Lê Văn Khác', code: 'hv-1' }]
    const refused = await send<{ code: string; pointer: string }>(
      'POST',
      `/classes/${created.id}/learners`,
      { people },
    )
    expect(refused.body).toMatchObject({ code: 'learner-exists', pointer: '/people/1/code' })
    expect(await membersOf(created)).toHaveLength(2)
  })

  test('who leaves keeps their registration; a class that goes takes none with it', async () => {
    const created = await newClass({ packages })
    await send('POST', `/classes/${created.id}/learners`, { people: roster })
    const [first] = await membersOf(created)
    const path = `/classes/${created.id}/learners/${first!.id}`
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await send('DELETE', path)).status).toBe(404)
    expect((await send('DELETE', `/classes/${created.id}`)).status).toBe(204)
    expect((await send('GET', `/classes/${created.id}`)).status).toBe(404)
    const left = await send<Members>('GET', `/registrations?learner=${first!.id}`)
    expect(left.body.items).toHaveLength(2)
  })

  test('two classes do not share a code, and no class ends before it begins', async () => {
    const created = await newClass()
    const same = { code: `k${count}`, name: 'Khác' }
    expect((await send('POST', '/classes', same)).status).toBe(409)
    const days = { startsOn: '2026-03-02', endsOn: '2026-03-01' }
    expect((await send('PATCH', `/classes/${created.id}`, days)).status).toBe(400)
    expect(
      (await send('PATCH', `/classes/${created.id}`, { endsOn: '2026-06-30' })).body,
    ).toMatchObject({ endsOn: '2026-06-30' })
  })

  test('are found by the words of code and name, and paged', async () => {
    const found = await newClass({ name: 'Bồi dưỡng ngạch chuyên viên' })
    const list = (query: string) =>
      send<{ items: Class[]; cursor?: string }>('GET', `/classes?${query}`)
    expect((await list('q=chuyen%20boi')).body.items.map(({ id }) => id)).toEqual([found.id])
    const first = (await list('limit=2')).body
    const second = (await list(`limit=2&cursor=${first.cursor}`)).body
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
  })
})
