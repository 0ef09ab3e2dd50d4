import { createCredential } from '../../../src/access/index.ts'
import { systemClock } from '../../../src/base/clock.ts'
import { type LearnerItem, type LearnerList, peopleOperations } from '../../../src/people/index.ts'
import { type ServedOperations, serveOperations } from '../../support/serve-operations.ts'
import { temporaryStorage } from '../../support/storage.ts'

describe('/api/v1/learners', () => {
  let server: ServedOperations
  let remove: () => Promise<void>
  let headers: Record<string, string>
  const counts = new Map<string, number>()

  beforeEach(async () => {
    const temporary = await temporaryStorage()
    remove = temporary.remove
    const store = temporary.storage
    server = await serveOperations(store, systemClock, () =>
      peopleOperations({ store, clock: systemClock, countRegistrations: async () => counts }),
    )
    const made = await createCredential(store, systemClock)({ name: 'test', scopes: ['all'] })
    const pair = Buffer.from(`${made.key}:${made.secret}`).toString('base64')
    headers = { authorization: `Basic ${pair}` }
  })
  afterEach(async () => {
    await server.close()
    await remove()
  })

  const post = (body: unknown) => server.call('POST', '/learners', { body, headers })
  const create = async (body: unknown): Promise<LearnerItem> => {
    const answer = await post(body)
    expect(answer.status).toBe(201)
    return (await answer.json()) as LearnerItem
  }
  const list = async (query = ''): Promise<LearnerList> =>
    (await (await server.call('GET', `/learners${query}`, { headers })).json()) as LearnerList
  const namesOf = (page: LearnerList) => page.items.map(({ name }) => name)

  test('creates a learner and gives it back as written, in NFC', async () => {
    const made = await create({
      name: `  ${'Đặng Thị  Ước'.normalize('NFD')} `,
      code: 'HV-01',
      email: 'uoc@truong.edu.vn',
    })
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      name: 'Đặng Thị Ước',
      code: 'HV-01',
      email: 'uoc@truong.edu.vn',
      createdAt: expect.any(String),
      registrations: 0,
    })
    counts.set(made.id, 3)
    const got = await server.call('GET', `/learners/${made.id}`, { headers })
    expect(await got.json()).toEqual({ ...made, registrations: 3 })
  })

  test('lists by given name in Vietnamese order, page by page', async () => {
    const names = ['Lê Đức', 'Trần Thị Ánh', 'Bùi Ăn', 'Nguyễn Văn An', 'Đỗ Dung', 'Lê An', 'Vũ Ân']
    for (const name of names) await create({ name })
    const sorted = [
      'Lê An',
      'Nguyễn Văn An',
      'Trần Thị Ánh',
      'Bùi Ăn',
      'Vũ Ân',
      'Đỗ Dung',
      'Lê Đức',
    ]
    expect(namesOf(await list())).toEqual(sorted)
    const first = await list('?limit=4')
    const second = await list(`?limit=4&cursor=${first.cursor}`)
    expect([...namesOf(first), ...namesOf(second)]).toEqual(sorted)
    expect(second.cursor).toBeUndefined()
  })

  test('finds by words in any order, with or without accents, by code and address', async () => {
    await create({ name: 'Nguyễn Văn An', code: 'HV-0042' })
    await create({ name: 'Trần Thị Bình', email: 'binh.tran@truong.edu.vn' })
    const find = async (q: string) => namesOf(await list(`?q=${encodeURIComponent(q)}`))
    expect(await find('an nguyen')).toEqual(['Nguyễn Văn An'])
    expect(await find('Văn'.normalize('NFD'))).toEqual(['Nguyễn Văn An'])
    expect(await find('0042')).toEqual(['Nguyễn Văn An'])
    expect(await find('binh.tran')).toEqual(['Trần Thị Bình'])
    expect(await find('%')).toEqual([])
    expect(await find('')).toHaveLength(2)
  })

  test('refuses a second learner with the same code, in any case', async () => {
    await create({ name: 'An', code: 'HV-01' })
    const answer = await post({ name: 'Bình', code: ' hv-01' })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'learner-exists', pointer: '/code' })
    await create({ name: 'An' })
  })

  test.each([
    [{}, ''],
    [{ name: ' ' }, '/name'],
    [{ name: '—' }, '/name'],
    [{ name: 'An', email: 'không phải' }, '/email'],
    [{ name: 'An', birthday: '2000-01-01' }, '/birthday'],
    [{ name: 'A'.repeat(201) }, '/name'],
  ])('refuses %j and says where', async (body, pointer) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'invalid-request', pointer })
  })

  test('answers 404 for a learner who does not exist, 401 without a key', async () => {
    expect((await server.call('GET', '/learners/none', { headers })).status).toBe(404)
    expect((await server.call('GET', '/learners')).status).toBe(401)
  })
})
