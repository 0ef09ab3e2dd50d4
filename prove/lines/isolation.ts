import type { Line } from '../line.ts'
import { runTests, sumOf } from '../run-tests.ts'

const modes = ['strict', 'own-hosts', 'own-hosts, same domain', 'other-host', 'same-host']

export const line: Line = {
  title: 'a hostile package in Chromium, in each mode of HOCBA_CONTENT_URL and HOCBA_CONTENT_ALLOW',
  bar: 'strict: 0 attacks succeed; elsewhere exactly those of docs/operating.md',
  takesLong: true,
  async measure(length) {
    const env: Record<string, string> =
      length === 'long'
        ? { HOCBA_TEST_BROWSER: 'whole' }
        : { HOCBA_TEST_DEPLOYMENTS: 'strict,same-host' }
    const run = await runTests(['test/player/isolation'], env)
    const successes = (mode: string) => sumOf(run, `isolation ${mode}`, 'successes')
    const attacks = (mode: string) => sumOf(run, `isolation ${mode}`, 'attacks')
    if (run.failed === 0 && attacks('strict') === 0) {
      return { state: 'notRun', figure: 'there is no Chromium here' }
    }
    const figures = modes
      .filter((mode) => attacks(mode) > 0)
      .map((mode) => `${mode} ${successes(mode)} of ${attacks(mode)}`)
    const isAsDocumented = run.failed === 0
    return {
      state: isAsDocumented && successes('strict') === 0 ? 'kept' : 'broken',
      figure: `${figures.join(', ')} attacks succeed; ${isAsDocumented ? 'as' : 'not as'} documented`,
    }
  },
}
