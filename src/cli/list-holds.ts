import { beginParts } from '../compose-erasure.ts'
import { holdItem, type LegalHoldItem } from '../erasure/index.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

export const listHoldsCommand: Command = {
  name: 'hold list',
  summary: 'List legal holds: persons and classes whose data may not be erased for now',
  details: `JSON: { items: [{ id, kind: "person" | "class", of, name, reason, by, at }] }; name is absent where the class is gone.`,
  options: {},
  examples: ['hold list', 'hold list --json'],
  run: ({ env }) =>
    withInstallation(env, async (installation) => {
      const parts = beginParts(installation)
      const holds = await parts.store.listHolds()
      const items = await Promise.all(holds.map((hold) => holdItem(parts.store, hold)))
      return {
        json: { items },
        text: items.length === 0 ? 'There are no legal holds.' : items.map(holdText).join('\n'),
      }
    }),
}

export const holdText = ({ id, kind, of, name, reason, at }: LegalHoldItem): string =>
  [id, kind, name === undefined ? of : `"${name}"`, at, reason].join('  ')
