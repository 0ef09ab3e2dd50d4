import { describeInBrowser } from '../support/browser.ts'
import { reportFigures } from '../support/figures.ts'
import { documentedOutcomes } from './hostile/outcome-table.ts'
import { type Deployment, deployments as every, type Tried, tryProbes } from './hostile/stage.ts'

/** `npm run prove -- --short` asks for some of them only. */
const wanted = process.env.HOCBA_TEST_DEPLOYMENTS?.split(',')
const deployments = every.filter((deployment) => wanted?.includes(deployment) ?? true)

/**
 * A hostile package, opened by someone who is signed in to the console in the same browser and has another course open, in each
 * mode of HOCBA_CONTENT_URL. docs/operating.md says how far it comes; this says whether that is so.
 */
describeInBrowser('a hostile package comes as far as docs/operating.md says', () => {
  test('and no less than forty ways are tried, of which in the strict mode none works', () => {
    const outcomes = Object.values(documentedOutcomes('strict'))
    expect(outcomes.length).toBeGreaterThanOrEqual(40)
    expect(outcomes.filter(Boolean)).toEqual([])
  })

  // Nearly all of the time is waiting for what must not happen: all modes wait together. A test that is run again tries anew.
  const underWay = new Map<Deployment, Promise<Tried>>()
  beforeAll(() => {
    for (const deployment of deployments) {
      const tried = tryProbes(deployment)
      tried.catch(() => undefined)
      underWay.set(deployment, tried)
    }
  })
  const take = (deployment: Deployment): Promise<Tried> => {
    const tried = underWay.get(deployment) ?? tryProbes(deployment)
    underWay.delete(deployment)
    return tried
  }

  test.each(deployments)(
    'with %s',
    async (deployment) => {
      const { attacks, own } = await take(deployment)
      reportFigures(`isolation ${deployment}`, {
        attacks: Object.keys(attacks).length,
        successes: Object.values(attacks).filter(Boolean).length,
      })
      expect(attacks).toEqual(documentedOutcomes(deployment))
      expect(own).toEqual(documentedOutcomes(deployment, 'in its own place, a course ...'))
    },
    180_000,
  )
})
