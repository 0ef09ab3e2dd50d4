import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import { packageById } from '../content/index.ts'
import { createLaunchLink } from '../launch/index.ts'
import { createLearner, type Person, searchTokens } from '../people/index.ts'
import { createRegistration } from '../registrations/index.ts'
import type { Command } from './command.ts'
import { type Installation, withInstallation } from './installation.ts'

export const createRegistrationCommand: Command = {
  name: 'registration create',
  summary: 'Register a learner for a package and get a one-time launch link',
  details: `The learner is found by id, by code or by exact name; a name that nobody has becomes a new learner. A learner who has the package
already keeps that registration and gets a fresh link. The link opens the course once, in any browser that reaches the
server; progress is then shown by "progress".

JSON: { registration, launchUrl, expiresAt, learner, isNew }`,
  options: {
    package: { value: 'P', summary: 'Id of the package.', isRequired: true },
    learner: { value: 'NAME', summary: 'Name, code or id of the learner.', isRequired: true },
  },
  examples: [
    'registration create --package 0d3f6a52-6d0c-4a86-9a5d-5d8f1e0a9b11 --learner "Nguyễn Văn An"',
  ],
  audited: { operation: 'createRegistration', kind: 'change' },
  run: ({ env, option }) =>
    withInstallation(env, async (installation) => {
      const { config, storage, clock } = installation
      // First of all: a wrong package must not leave a new learner behind.
      const { id } = await packageById(storage)(option('package')!.toLowerCase())
      const learner = await learnerCalled(installation, option('learner')!)
      const wanted = { package: id, learner: learner.id }
      const { registration, isNew } = await register(installation, wanted)
      const { launchUrl, expiresAt } = await createLaunchLink(storage, clock, config)(registration)
      return {
        json: {
          registration,
          launchUrl,
          expiresAt: expiresAt.toISOString(),
          learner: learner.id,
          isNew,
        },
        text: `${isNew ? 'Registered' : 'Already registered:'} ${learner.name}
Registration  ${registration}
Launch link   ${launchUrl}
The link works once, until ${expiresAt.toISOString()}.`,
      }
    }),
}

/** The registration of the learner on the package's current version, made if there is none yet. */
export async function register(
  { storage, clock }: Pick<Installation, 'storage' | 'clock'>,
  wanted: { package: string; learner: string },
): Promise<{ registration: string; isNew: boolean }> {
  try {
    const { id } = await createRegistration(storage, clock)(wanted)
    return { registration: id, isNew: true }
  } catch (error) {
    const existing = error instanceof Problem && error.detail.facts?.registration
    if (error instanceof Problem && error.code === 'registration-exists' && existing) {
      return { registration: String(existing), isNew: false }
    }
    throw error
  }
}

/** @throws Problem `invalid-request` if several learners have this name. */
async function learnerCalled({ storage, clock }: Installation, text: string): Promise<Person> {
  const byId = await storage.findPerson(text.toLowerCase())
  if (byId) return byId
  const { items } = await storage.searchPeople(searchTokens(text), { limit: 500 })
  const wanted = tidyName(text)
  const code = wanted.toLowerCase()
  const byCode = items.find((person) => person.code?.toLowerCase() === code)
  if (byCode) return byCode
  const named = items.filter(({ name }) => name === wanted)
  if (named.length > 1) {
    const list = named.map((person) => person.code ?? person.id).join(', ')
    throw new Problem('invalid-request', `${named.length} learners have this name: ${list}.`)
  }
  return named[0] ?? createLearner(storage, clock)({ name: wanted })
}
