import { type Line, number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line: Line = {
  ...testsLine({
    title: 'accessibility of every page, in both languages, sizes and themes',
    bar: '0 violations by axe (WCAG 2.2 A and AA, and what it recommends)',
    tests: ['test/console/axe', 'test/player/axe'],
    env: (length) => (length === 'long' ? { HOCBA_TEST_AXE: 'long' } : {}),
    figure: (run) => {
      const looked = (of: string) => number(sumOf(run, `axe ${of}`, 'looked'))
      const found = sumOf(run, 'axe console', 'found') + sumOf(run, 'axe player', 'found')
      return `${looked('console')} looks at pages of the console, ${looked('player')} at the player: ${found} violations`
    },
  }),
  takesLong: true,
}
