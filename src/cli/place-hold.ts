import { beginParts } from '../compose-erasure.ts'
import { holdItem, placeHold } from '../erasure/index.ts'
import { type Command, type CommandInput, UsageError } from './command.ts'
import { findLearner } from './find-learner.ts'
import { withInstallation } from './installation.ts'
import { holdText } from './list-holds.ts'

export const placeHoldCommand: Command = {
  name: 'hold place',
  summary: 'Forbid to erase a learner, or whoever is in a class, until it is lifted',
  details: `An erasure of the learner, or of a learner of the class, is then refused with the reason (docs/privacy.md).

JSON: { id, kind: "person" | "class", of, name, reason, by, at }`,
  options: {
    person: { value: 'ID', summary: 'Id of the learner.' },
    code: { value: 'CODE', summary: "The learner's code." },
    class: { value: 'ID', summary: 'Id of a class.' },
    reason: { value: 'TEXT', summary: 'Why, in a sentence.', isRequired: true },
  },
  examples: ['hold place --code HV-0042 --reason "Complaint of 2 May, file 17"'],
  audited: { operation: 'createLegalHold', kind: 'change' },
  run: ({ env, option }) =>
    withInstallation(env, async (installation) => {
      const parts = beginParts(installation)
      const reason = option('reason')!
      const on = await subjectOf(option, (code) => findLearner(installation.storage, code))
      const hold = await placeHold(parts.store, parts.clock)({ ...on, reason }, 'cli')
      const item = await holdItem(parts.store, hold)
      return { json: item, text: holdText(item) }
    }),
}

async function subjectOf(
  option: CommandInput['option'],
  find: (code: string) => Promise<string>,
): Promise<{ readonly kind: 'person' | 'class'; readonly of: string }> {
  const [person, code, of] = [option('person'), option('code'), option('class')]
  if ([person, code, of].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError('Give one of --person, --code and --class.')
  }
  if (of !== undefined) return { kind: 'class', of }
  return { kind: 'person', of: person ?? (await find(code!)) }
}
