import { courseOf, openStage, type Stage, sco } from '../../support/launch-stage.ts'

describe('the end of a session', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one'), sco('two')))
  })
  afterEach(() => stage.remove())

  const results = async () => {
    const range = { after: 0, through: Number.MAX_SAFE_INTEGER, limit: 100 }
    const notes = await stage.storage.listLedgerSources('note', range)
    return notes.map(({ kind, payload }) => ({ kind, ...JSON.parse(payload!.toString()) }))
  }

  test('leaves the progress as it was recorded for the verifiable log', async () => {
    const player = await stage.start()
    await player.open().set({ 'cmi.core.score.raw': '80' }).send()
    expect(await results()).toEqual([])
    await player.finish().send()
    const { progress } = (await stage.storage.findRegistration(stage.registration))!
    const { activities: _, ...figures } = progress
    expect(await results()).toEqual([
      {
        kind: 'result',
        registration: stage.registration,
        session: player.started.session,
        attempt: 1,
        progress: JSON.parse(JSON.stringify(figures)),
      },
    ])
  })

  test('that the server closes for silence leaves it too', async () => {
    const player = await stage.start()
    await player.open().send()
    stage.wait(24 * 3_600)
    await stage.closeSilent()
    expect(await results()).toMatchObject([{ kind: 'result', registration: stage.registration }])
  })

  test('of a try-out leaves nothing', async () => {
    await stage.asTrial()
    const player = await stage.start()
    await player.open().finish().send()
    expect(await results()).toEqual([])
  })
})
