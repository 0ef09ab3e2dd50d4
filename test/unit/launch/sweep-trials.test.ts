import { sweepTrials } from '../../../src/launch/sweep-trials.ts'
import { openStage, type Stage } from '../../support/launch-stage.ts'

describe('sweepTrials()', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.remove())

  const sweep = () => sweepTrials(stage.storage, stage.now, { trialDaysMax: 30 })()

  test('forgets try-outs thirty days after their last activity, and keeps their statements', async () => {
    const learners = stage.registration
    await (await stage.start()).open().finish().send()
    await stage.asTrial()
    stage.wait(20 * 86_400)
    await (await stage.start()).open().finish().send()
    stage.wait(29 * 86_400)
    expect(await sweep()).toBe(0)
    stage.wait(86_401)
    const before = await stage.statements()
    expect(await sweep()).toBe(1)
    expect(await sweep()).toBe(0)
    expect(await stage.storage.findRegistration(stage.registration)).toBeUndefined()
    expect(await stage.storage.findRegistration(learners)).toBeDefined()
    expect(await stage.statements()).toEqual(before)
  })
})
