import { secretSealer } from '../feeds/index.ts'
import { beginPull } from '../transfer/index.ts'
import { type Command, UsageError } from './command.ts'
import { cli, keepsAuthority, workOn } from './import-statements.ts'
import { withInstallation } from './installation.ts'

export const pullStatementsCommand: Command = {
  name: 'statements pull',
  summary: 'Copy all statements of another record store, through its xAPI endpoint',
  details: `Walks the other store from its oldest statement to its newest, with attachments and what was voided, then asks it for all ids again
and looks for each here. The secret is better given as HOCBA_PULL_SECRET than on the command line, where others on the machine see
it. Interrupted, a running server goes on with it.

JSON: what GET /api/v1/imports/{id} answers; \`verification\` has the counts of both sides.`,
  options: {
    endpoint: { value: 'URL', summary: 'Its xAPI endpoint.', isRequired: true },
    key: { value: 'KEY', summary: 'User name for HTTP Basic.', isRequired: true },
    secret: { value: 'SECRET', summary: 'Password for HTTP Basic.' },
    since: { value: 'TIME', summary: 'Only what was stored there after it (ISO 8601).' },
    authority: {
      value: 'own|keep',
      summary: 'Whose authority the statements get; own unless given.',
    },
  },
  examples: ['statements pull --endpoint https://lrs.example.vn/xapi/ --key 5b0c8e0e'],
  audited: { operation: 'pullStatements', kind: 'change', isWhole: true },
  run: ({ env, option, tell }) =>
    withInstallation(env, async (installation) => {
      const { config, storage, clock } = installation
      const secret = option('secret') ?? env.HOCBA_PULL_SECRET
      if (!secret) throw new UsageError('Give --secret, or set HOCBA_PULL_SECRET.')
      const since = option('since')
      const pull = beginPull({
        ...config,
        store: storage,
        clock,
        secrets: secretSealer(config.signingKey),
      })
      const job = await pull(cli, {
        endpoint: option('endpoint')!,
        key: option('key')!,
        secret,
        keepAuthority: keepsAuthority(option('authority')),
        ...(since !== undefined && { since }),
      })
      return workOn(installation, job.id, tell)
    }),
}
