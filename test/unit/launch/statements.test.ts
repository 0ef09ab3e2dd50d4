import type { Statement } from '../../../src/xapi/index.ts'
import { xapiValidators } from '../../../src/xapi/statements/validate-statement.ts'
import {
  appUrl,
  courseOf,
  openStage,
  type Stage,
  sco,
  verbName,
} from '../../support/launch-stage.ts'

/** The statements that the server derives from a journal, by the SCORM xAPI profile. */
describe('statements of a scripted run', () => {
  const validate = xapiValidators()
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one', { title: 'Bài 1 – “Mở đầu”', masteryScore: '60' })))
  })
  afterEach(() => stage.remove())

  const play = async (): Promise<Statement[]> => {
    const first = await stage.start()
    first.open().set({
      'cmi.interactions.0.id': 'câu/1',
      'cmi.interactions.0.type': 'choice',
      'cmi.interactions.0.correct_responses.0.pattern': '{a,c}',
      'cmi.interactions.0.student_response': 'a,b',
      'cmi.interactions.0.result': 'wrong',
      'cmi.interactions.0.latency': '00:01:02.50',
      'cmi.core.exit': 'suspend',
    })
    stage.wait(90)
    await first.finish().send({ isLeaving: true })
    const second = await stage.start()
    second.open().set({
      'cmi.core.score.raw': '75',
      'cmi.core.score.min': '0',
      'cmi.core.score.max': '100',
      'cmi.core.lesson_status': 'completed',
      'cmi.core.session_time': '00:10:00',
    })
    await second.finish().send()
    return stage.statements()
  }

  const course = () => `${appUrl}/activities/packages/${stage.version.package}`
  const lesson = () => `${course()}/items/one`

  test('are valid xAPI in both versions, and every one carries the profile, the registration and the learner', async () => {
    for (const statement of await play()) {
      const { stored, version, authority, ...own } = statement
      for (const each of ['1.0.3', '2.0.0'] as const) validate.statement(own, each, '')
      expect(statement).toMatchObject({
        actor: {
          objectType: 'Agent',
          account: { homePage: appUrl, name: stage.learner },
        },
        authority: { account: { homePage: appUrl, name: 'hocba' } },
        context: {
          registration: stage.registration,
          platform: 'hocba',
          contextActivities: {
            category: [{ id: 'https://w3id.org/xapi/scorm' }],
            grouping: [{ id: course() }, { id: expect.stringContaining('?attempt=') }],
          },
        },
      })
      expect(JSON.stringify(statement)).not.toContain('Ánh')
    }
  })

  test('tell the run in its order', async () => {
    const told = (await play()).map((one) => [verbName(one), (one.object as { id: string }).id])
    expect(told).toEqual([
      ['initialized', lesson()],
      ['responded', `${lesson()}/interactions/c%C3%A2u%2F1`],
      ['suspended', lesson()],
      ['resumed', lesson()],
      ...told.slice(4),
    ])
    expect(told.slice(4).map(([verb, id]) => (id === course() ? `course ${verb}` : verb))).toEqual(
      expect.arrayContaining([
        'scored',
        'passed',
        'course completed',
        'course passed',
        'terminated',
      ]),
    )
  })

  test('describe a question as an interaction of its lesson, in xAPI’s delimiters', async () => {
    const responded = (await play()).find((one) => verbName(one) === 'responded')
    expect(responded).toMatchObject({
      object: {
        definition: {
          name: { und: 'câu/1' },
          type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
          interactionType: 'choice',
          correctResponsesPattern: ['a[,]c'],
        },
      },
      result: { response: 'a[,]b', success: false, duration: 'PT1M2.5S' },
      context: { contextActivities: { parent: [{ id: lesson() }] } },
    })
  })

  test('end a run with its result and its time', async () => {
    const statements = await play()
    expect(statements.find((one) => verbName(one) === 'suspended')?.result).toEqual({
      completion: false,
      duration: 'PT1M30S',
    })
    expect(statements.find((one) => verbName(one) === 'terminated')?.result).toEqual({
      completion: true,
      success: true,
      score: { scaled: 0.75, raw: 75, min: 0, max: 100 },
      duration: 'PT10M',
    })
  })

  test('tell the course’s status once when it is reached, with the score', async () => {
    const about = (await play()).filter(({ object }) => (object as { id: string }).id === course())
    expect(about.map(verbName).sort()).toEqual(['completed', 'passed'])
    expect(about.map(({ result }) => result?.completion)).toEqual([true, true])
    const again = await stage.start()
    await again.open().set({ 'cmi.core.lesson_status': 'completed' }).finish().send()
    const later = (await stage.statements()).filter(
      ({ object }) => (object as { id: string }).id === course(),
    )
    expect(later).toHaveLength(about.length)
  })
})
