import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'a hostile package in Chromium, in each mode of HOCBA_CONTENT_URL',
  bar: 'no attack beyond the list of docs/operating.md; the strictest mode: 0',
  tests: ['test/player/isolation'],
  figure: (run) =>
    ['own-hosts', 'other-host', 'same-host']
      .map(
        (mode) =>
          `${mode} ${sumOf(run, `isolation ${mode}`, 'successes')} of ${sumOf(run, `isolation ${mode}`, 'attacks')}`,
      )
      .join(', ')
      .concat(' attacks succeed, as documented'),
})
