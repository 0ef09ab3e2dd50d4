import { systemClock } from '../base/clock.ts'
import type { Command } from './command.ts'
import { loadDemo } from './demo/load-demo.ts'
import { movingClock } from './demo/moving-clock.ts'
import { withInstallation } from './installation.ts'

export const loadDemoCommand: Command = {
  name: 'demo',
  summary: 'Load the sample packages and a class of forty learners with three weeks of history',
  details: `The learners' histories are made by the real runtime and stored by the same functions that the player uses, so every screen, report
and query has something true to show. Names and results are the same each time; the days are counted back from today. Only
what is missing is added: a second run changes nothing. The addresses of the learners end in .example, which no mail reaches.

JSON: { isNew, packages, learners, registrations, sittings }: how many of each were added.`,
  options: {},
  examples: ['demo'],
  audited: { operation: 'loadDemo', kind: 'change', isWhole: true },
  run({ env, tell }) {
    const now = systemClock()
    const moving = movingClock(now)
    return withInstallation(
      env,
      async (installation) => {
        const added = await loadDemo(installation, { now, moving, tell })
        const isNew = Object.values(added).some((count) => count > 0)
        return {
          json: { isNew, ...added },
          text: isNew
            ? `Added ${added.packages} packages, ${added.learners} learners, ${added.registrations} registrations, ${added.sittings} sittings.`
            : 'The demonstration is there already.',
        }
      },
      moving.now,
    )
  },
}
