import { newUuid } from '../../../src/base/ids.ts'
import {
  activityIri,
  courseIri,
  observeStatements,
  type Registration,
} from '../../../src/registrations/index.ts'
import {
  insertPrepared,
  prepareStatement,
  type Result,
  type Statement,
} from '../../../src/xapi/index.ts'
import { appUrl, courseOf, openStage, type Stage, sco } from '../../support/launch-stage.ts'

describe('statements of external tools', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one'), sco('bài/2')))
  })
  afterEach(() => stage.remove())

  const course = () => courseIri(appUrl, stage.version.package)
  const item = (id: string) => activityIri(appUrl, stage.version.package, id)

  const statement = (verb: string, object: string, result?: Result): Statement => ({
    id: newUuid(),
    actor: { account: { homePage: appUrl, name: stage.learner } },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
    object: { id: object, definition: { name: { 'vi-VN': 'Bài ngoài', en: 'Outside' } } },
    context: { registration: stage.registration },
    ...(result && { result }),
  })

  const post = (...statements: Statement[]) =>
    stage.storage.transact((tx) =>
      insertPrepared(
        tx,
        statements.map((one) =>
          prepareStatement(
            { ...one, id: one.id! },
            { authority: { mbox: 'mailto:tool@example.com' } },
          ),
        ),
        { observers: [observeStatements(appUrl)], origin: 'api' },
      ),
    )
  const registration = async (): Promise<Registration> =>
    (await stage.storage.findRegistration(stage.registration))!

  test('about the course move its status, score, time and attempts', async () => {
    await post(
      statement('initialized', course()),
      statement('progressed', course(), {
        extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 30 },
      }),
    )
    expect((await registration()).progress).toMatchObject({
      completion: 'incomplete',
      progress: 0.3,
      attempts: 1,
    })
    await post(
      statement('passed', course(), { score: { scaled: 0.7 } }),
      statement('completed', course()),
      statement('terminated', course(), { duration: 'PT10M' }),
      statement('failed', course(), { score: { scaled: 0.1 } }),
    )
    expect((await registration()).progress).toMatchObject({
      completion: 'completed',
      success: 'passed',
      score: { scaled: 0.7 },
      progress: 1,
      centiseconds: 60_000,
    })
  })

  test('about every lesson complete the course', async () => {
    await post(statement('completed', item('one')))
    expect((await registration()).progress).toMatchObject({
      completion: 'incomplete',
      progress: 0.5,
    })
    await post(statement('completed', item('bài/2'), { duration: 'PT5S' }))
    const { progress } = await registration()
    expect(progress).toMatchObject({ completion: 'completed', success: 'unknown', progress: 1 })
    expect(progress.activities.map(({ activity }) => activity)).toEqual(
      expect.arrayContaining(['one', 'bài/2']),
    )
  })

  test('about the lessons give the course their mean score, and the success that the player would', async () => {
    await post(statement('passed', item('one'), { completion: true, score: { scaled: 0.9 } }))
    expect((await registration()).progress).toMatchObject({
      completion: 'incomplete',
      success: 'unknown',
      score: { scaled: 0.9 },
    })
    await post(statement('failed', item('bài/2'), { completion: true, score: { scaled: 0.4 } }))
    expect((await registration()).progress).toMatchObject({
      completion: 'completed',
      success: 'failed',
      score: { scaled: 0.65 },
    })
    await post(statement('passed', item('bài/2'), { completion: true, score: { scaled: 0.7 } }))
    expect((await registration()).progress).toMatchObject({
      success: 'passed',
      score: { scaled: 0.8 },
    })
    const figures = await stage.storage.findSummaryFigures(stage.version.package)
    expect(figures).toMatchObject({ 'success/passed': 1, scored: 1, 'score-sum': 8_000 })
  })

  test('about a lesson without a score leave what was said of the course', async () => {
    await post(
      statement('scored', item('one'), { score: { scaled: 0.2 } }),
      statement('scored', course(), { score: { scaled: 0.9 } }),
      statement('terminated', item('one'), { duration: 'PT1M' }),
    )
    expect((await registration()).progress.score).toEqual({ scaled: 0.9 })
  })

  test('about another activity add a row with its title, and its time to the whole', async () => {
    await post(statement('terminated', 'https://tool.example/x', { duration: 'PT1M' }))
    const { progress } = await registration()
    expect(progress).toMatchObject({ completion: 'incomplete', centiseconds: 6_000 })
    expect(progress.activities).toMatchObject([
      { activity: 'https://tool.example/x', title: 'Bài ngoài', centiseconds: 6_000 },
    ])
  })

  test('count once, however often they are sent', async () => {
    const ended = statement('terminated', course(), { duration: 'PT1M' })
    await post(ended)
    await post(ended)
    expect((await registration()).progress.centiseconds).toBe(6_000)
  })

  test('of another actor, another registration or another object move nothing', async () => {
    const before = await registration()
    const completed = statement('completed', course())
    await post(
      { ...completed, actor: { account: { homePage: appUrl, name: newUuid() } } },
      {
        ...completed,
        id: newUuid(),
        actor: { account: { homePage: 'http://other', name: stage.learner } },
      },
      { ...completed, id: newUuid(), actor: { mbox: 'mailto:an@example.com' } },
      { ...completed, id: newUuid(), context: { registration: newUuid() } },
      { ...completed, id: newUuid(), context: {} },
      { ...completed, id: newUuid(), object: { objectType: 'StatementRef', id: newUuid() } },
      statement('answered', `${item('one')}/interactions/q1`),
    )
    expect(await registration()).toEqual(before)
  })

  test('move the summary in the same transaction, or not at all', async () => {
    const completed = statement('completed', course())
    const conflicting = { ...completed, verb: { id: 'http://adlnet.gov/expapi/verbs/passed' } }
    await post(completed)
    const figures = await stage.storage.findSummaryFigures(stage.version.package)
    expect(figures).toMatchObject({ registrations: 1, 'completion/completed': 1 })
    await expect(post(statement('passed', course()), conflicting)).rejects.toMatchObject({
      code: 'statement-conflict',
    })
    expect(await stage.storage.findSummaryFigures(stage.version.package)).toEqual(figures)
    expect((await registration()).progress.success).toBe('unknown')
  })

  test('cannot add activities without end', async () => {
    for (let batch = 0; batch < 3; batch++) {
      await post(
        ...Array.from({ length: 100 }, (_, index) =>
          statement('completed', `https://tool.example/${batch}/${index}`),
        ),
      )
    }
    expect((await registration()).progress.activities).toHaveLength(202)
  })

  test('and our own player’s add up in one registration', async () => {
    const player = await stage.start()
    player.open().set({ 'cmi.core.lesson_status': 'completed' })
    stage.wait(30)
    await player.finish().send()
    await post(
      statement('completed', item('bài/2')),
      statement('terminated', item('bài/2'), { duration: 'PT30S' }),
    )
    expect((await registration()).progress).toMatchObject({
      completion: 'completed',
      progress: 1,
      centiseconds: 6_000,
    })
  })
})
