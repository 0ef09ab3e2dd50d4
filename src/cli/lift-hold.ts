import { beginParts } from '../compose-erasure.ts'
import { liftHold } from '../erasure/index.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const liftHoldCommand: Command = {
  name: 'hold lift',
  summary: 'Lift a legal hold, with a reason, which the audit log keeps',
  details: `JSON: { id, lifted: true }`,
  argument: 'ID',
  options: {
    reason: { value: 'TEXT', summary: 'Why, in a sentence.', isRequired: true },
  },
  examples: ['hold lift 0b5a3f0e-52a5-4a0c-8f0d-1d6d0a7f7f11 --reason "The complaint is decided"'],
  audited: { operation: 'liftLegalHold', kind: 'change' },
  run: ({ env, argument, option }) =>
    withInstallation(env, async (installation) => {
      const parts = beginParts(installation)
      await liftHold(parts.store)(argument, option('reason')!)
      return { json: { id: argument, lifted: true }, text: `Lifted ${argument}.` }
    }),
}
