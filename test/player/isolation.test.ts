import { describeInBrowser } from '../support/browser.ts'
import { reportFigures } from '../support/figures.ts'
import { documentedOutcomes } from './hostile/outcome-table.ts'
import { deployments, type Outcomes, tryProbes } from './hostile/stage.ts'

/**
 * A hostile package, opened by someone who is signed in to the console in the same browser and has another course open, in each
 * mode of HOCBA_CONTENT_URL. docs/operating.md says how far it comes; this says whether that is so.
 */
describeInBrowser('a hostile package comes as far as docs/operating.md says', () => {
  test('and no less than forty ways are tried', () => {
    expect(Object.keys(documentedOutcomes('own-hosts')).length).toBeGreaterThanOrEqual(40)
  })

  test.each(deployments)(
    'with %s',
    async (deployment) => {
      const outcomes: Outcomes = await tryProbes(deployment)
      const successes = Object.values(outcomes).filter(Boolean).length
      reportFigures(`isolation ${deployment}`, {
        attacks: Object.keys(outcomes).length,
        successes,
      })
      expect(outcomes).toEqual(documentedOutcomes(deployment))
    },
    180_000,
  )
})
