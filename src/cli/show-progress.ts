import { describeRegistration } from '../registrations/index.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const showProgressCommand: Command = {
  name: 'progress',
  summary: "Show a registration's completion, success, score and time",
  details: `Shows the course as a whole and each of its activities.

JSON: what GET /api/v1/registrations/{id} answers: { id, learner, package, version, completion, success, score, progress, seconds,
attempts, firstActivityAt, lastActivityAt, activities, ... }`,
  options: {
    registration: {
      value: 'R',
      summary: 'Id of the registration, as `registration create` gives it.',
      isRequired: true,
    },
  },
  examples: ['progress --registration 5b0c8e0e-8f6d-4c9b-9f1c-2f1f6d0f4a11'],
  run: ({ env, option }) =>
    withInstallation(env, async ({ storage }) => {
      const shown = await describeRegistration(storage)(option('registration')!.toLowerCase())
      return { json: shown, text: describe(shown) }
    }),
}

type Shown = Awaited<ReturnType<ReturnType<typeof describeRegistration>>>

function describe(shown: Shown): string {
  const lines = shown.activities.map((activity) => `  ${activity.title}: ${figuresOf(activity)}`)
  return `${shown.learner.name}, ${shown.package.title} (version ${shown.version})
${figuresOf(shown)}, ${Math.round(shown.progress * 100)} % done, last active ${shown.lastActivityAt ?? 'never'}
${lines.join('\n')}`
}

type Figures = Pick<Shown, 'completion' | 'success' | 'score' | 'seconds'>

function figuresOf({ completion, success, score, seconds }: Figures): string {
  const points = score ? [`score ${score.raw ?? Math.round(score.scaled * 100)}`] : []
  const judged = success === 'unknown' ? [] : [success]
  return [completion, ...judged, ...points, `${seconds} s`].join(', ')
}
