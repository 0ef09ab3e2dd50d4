import { newUuid } from '../../../src/base/ids.ts'
import { readSchemas, validators } from '../../../src/base/validator.ts'
import { addLearner, register } from '../../support/courses.ts'
import { courseOf, sco } from '../../support/launch-stage.ts'
import { type RtServer, startRtServer } from '../launch/rt-server.ts'

const verb = (name: string) => ({ id: `http://adlnet.gov/expapi/verbs/${name}` })

describe('questions of a package', () => {
  let server: RtServer
  beforeAll(async () => {
    server = await startRtServer(courseOf(sco('one', { title: 'Bài kiểm tra' })))
  })
  afterAll(() => server.stop())

  const get = async (path: string, headers?: Record<string, string>) => {
    const response = await server.request('GET', `/api/v1${path}`, undefined, headers)
    // biome-ignore lint/suspicious/noExplicitAny: answers of every kind, looked into by tests.
    return { status: response.status, body: (await response.json()) as any }
  }
  const post = async (statements: object | object[]) => {
    const response = await server.request('POST', '/xapi/statements', statements, {
      'X-Experience-API-Version': '1.0.3',
    })
    expect(response.status).toBe(200)
  }
  const actor = (learner: string) => ({ account: { homePage: server.url, name: learner } })

  /** A question as cmi5 content asks it: its own IRIs, the registration, the session's activities above. */
  const question = {
    id: 'https://nha-xuat-ban.example/au1/cau-1',
    definition: {
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      interactionType: 'choice',
      name: { vi: 'Câu 1', en: 'Question 1' },
      description: { vi: 'Thủ đô của Việt Nam?', en: 'The capital of Viet Nam?' },
      correctResponsesPattern: ['hn'],
      choices: [
        { id: 'hn', description: { vi: 'Hà Nội', en: 'Hanoi' } },
        { id: 'hue', description: { vi: 'Huế' } },
        { id: 'dn', description: { vi: 'Đà Nẵng' } },
      ],
    },
  }
  const answered = (
    registration: string,
    learner: string,
    { response, more = {} }: { response: string; more?: object },
  ) => ({
    id: newUuid(),
    actor: actor(learner),
    verb: verb('answered'),
    object: question,
    result: { success: response === 'hn', response, duration: 'PT12S' },
    context: {
      registration,
      contextActivities: {
        grouping: [{ id: 'https://nha-xuat-ban.example/au1' }],
        category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }],
      },
    },
    ...more,
  })
  const listed = async (title: string, query = '') => {
    const { body } = await get(`/packages/${server.package}/questions${query}`)
    return body.items.find((item: { title: string }) => item.title === title)
  }

  test('a package without answers has an empty list', async () => {
    const { status, body } = await get(`/packages/${server.package}/questions`)
    expect(status).toBe(200)
    expect(validators()('api/question-list')(body)).toBe(true)
    expect(body).toMatchObject({ learners: 0, items: [], isComplete: true, learnersMin: 10 })
  })

  test('SCORM 1.2: a course that is played answers questions, and a try-out does not', async () => {
    const n = 'cmi.interactions.0'
    const steps = [
      { do: 'open' },
      { do: 'initialize' },
      ...[
        [`${n}.id`, 'mat-khau'],
        [`${n}.type`, 'choice'],
        [`${n}.correct_responses.0.pattern`, 'b'],
        [`${n}.student_response`, '{c,a}'],
        [`${n}.result`, 'wrong'],
        [`${n}.latency`, '0000:00:30'],
      ].map(([element, value]) => ({ do: 'set', element, value })),
      { do: 'finish' },
    ]
    const play = async (ticket: string) => {
      const { body } = await server.rt('/sessions', { ticket, nonce: newUuid() })
      const entries = steps.map((step, index) => ({
        n: index + 1,
        at: new Date().toISOString(),
        activity: 'one',
        step,
      }))
      const { status } = await server.rt(
        '/commits',
        { session: body.session, entries },
        { token: body.token },
      )
      expect(status).toBe(200)
    }
    await play(await server.ticket())
    const trial = await server.request('POST', `/api/v1/packages/${server.package}/trials`)
    const { launchUrl, registration } = (await trial.json()) as {
      launchUrl: string
      registration: string
    }
    await play(launchUrl.split('#')[1]!)
    expect(await listed('mat-khau')).toMatchObject({
      name: null,
      type: 'choice',
      item: { id: 'one', title: 'Bài kiểm tra' },
      answered: 1,
      shareCorrect: 0,
      difficulty: 0,
      discrimination: null,
      medianLatencySeconds: 30,
      distinctResponses: 1,
    })
    const { body } = await get(`/registrations/${server.registration}/answers`)
    expect(validators()('api/answer-list')(body)).toBe(true)
    expect(body.items).toMatchObject([
      {
        question: { title: 'mat-khau' },
        response: 'a[,]c',
        result: 'wrong',
        credit: 0,
        latencySeconds: 30,
        attempt: 1,
        isLast: true,
      },
    ])
    expect((await get(`/registrations/${registration}/answers`)).body.items).toEqual([])
  })

  test('cmi5 and xAPI: what tools post is counted, in words of the language asked for', async () => {
    const people: string[] = []
    for (let index = 0; index < 3; index++) {
      const learner = await addLearner(server, `Học viên ${index}`)
      const registration = await register(server, server.package, learner)
      people.push(learner)
      const first = { timestamp: '2026-03-01T08:00:00Z' }
      await post([
        answered(registration, learner, {
          response: index === 0 ? 'hue' : 'hn',
          more: first,
        }),
        answered(registration, learner, { response: 'hn' }),
      ])
    }
    const vi = await listed('Thủ đô của Việt Nam?')
    expect(vi).toMatchObject({
      name: 'Câu 1',
      item: null,
      answered: 3,
      shareCorrect: 0.6667,
      difficulty: 0.6667,
      distinctResponses: 2,
    })
    expect(await listed('Thủ đô của Việt Nam?', '?which=last')).toMatchObject({
      shareCorrect: 1,
      difficulty: 0.6667,
    })
    const path = `/packages/${server.package}/questions/${vi.id}`
    const { body } = await get(path, { 'Accept-Language': 'en' })
    expect(validators()('api/question-detail')(body)).toBe(true)
    expect(body).toMatchObject({
      title: 'The capital of Viet Nam?',
      correctResponses: ['hn'],
      responses: [
        { response: 'hn', label: 'Hanoi', count: 2, share: 0.6667, isCorrect: true, thirds: null },
        { response: 'hue', label: 'Huế', count: 1, isCorrect: false },
      ],
      otherResponses: 0,
      withoutResponse: 0,
      options: [
        { id: 'hn', count: 2, isCorrect: true },
        { id: 'hue', count: 1, isCorrect: false },
        { id: 'dn', count: 0, share: 0, isCorrect: false },
      ],
    })
  })

  test('a statement that is voided takes its answer back', async () => {
    const learner = await addLearner(server, 'Lê Văn Bình')
    const registration = await register(server, server.package, learner)
    const statement = answered(registration, learner, { response: 'dn' })
    await post(statement)
    const { answered: before } = await listed('Thủ đô của Việt Nam?')
    await post({
      actor: { mbox: 'mailto:a@b.example' },
      verb: verb('voided'),
      object: { objectType: 'StatementRef', id: statement.id },
    })
    expect((await listed('Thủ đô của Việt Nam?')).answered).toBe(before - 1)
    expect((await get(`/registrations/${registration}/answers`)).body.items).toEqual([])
  })

  test('exports both as CSV that spreadsheets open safely', async () => {
    const learner = await addLearner(server, 'Phạm Thị Dung')
    const registration = await register(server, server.package, learner)
    await post(answered(registration, learner, { response: '=HYPERLINK("x")' }))
    const table = async (path: string) => {
      const response = await server.request('GET', `/api/v1${path}`)
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
      expect(response.headers.get('content-disposition')).toContain('attachment')
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
      return bytes.toString('utf8').slice(1).split('\r\n')
    }
    const questions = await table(`/packages/${server.package}/questions.csv?separator=%3B`)
    expect(questions[0]).toMatch(/^id;title;name;item;type;answered;/)
    expect(questions.some((line) => line.includes(';Thủ đô của Việt Nam?;Câu 1;;choice;4;'))).toBe(
      true,
    )
    const answers = await table(`/registrations/${registration}/answers.csv`)
    expect(answers[1]).toContain(`"'=HYPERLINK(""x"")"`)
  })

  test('says what is not there, and who may not look', async () => {
    const id = newUuid()
    expect((await get(`/packages/${id}/questions`)).body.code).toBe('package-not-found')
    expect((await get(`/packages/${server.package}/questions?version=9`)).body.code).toBe(
      'package-not-found',
    )
    expect((await get(`/packages/${server.package}/questions/${id}`)).body.code).toBe(
      'question-not-found',
    )
    expect((await get(`/registrations/${id}/answers`)).body.code).toBe('registration-not-found')
    expect((await get(`/packages/${server.package}/questions?which=best`)).body.pointer).toBe(
      'which',
    )
    const Authorization = await server.credential('statements/read')
    expect((await get(`/packages/${server.package}/questions`, { Authorization })).status).toBe(403)
  })

  test('every schema of questions compiles, and the OpenAPI document names the operations', async () => {
    const own = readSchemas()
      .map(({ $id }) => $id as string)
      .filter((name) => /^api\/(question|answer)/.test(name))
    expect(own).toHaveLength(6)
    for (const name of own) expect(() => validators()(name)).not.toThrow()
    const { body } = await get('/openapi.json')
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/packages/{id}/questions',
        '/packages/{id}/questions.csv',
        '/packages/{id}/questions/{question}',
        '/registrations/{id}/answers',
        '/registrations/{id}/answers.csv',
      ]),
    )
  })
})
